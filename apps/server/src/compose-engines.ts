/** The engines that judge, wired to what pays for them and what is traced; for compose.ts alone. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { judgeLeadBaseline } from './features/leads/lead-qualification.baseline.ts'
import { LEAD_QUALIFICATION } from './features/leads/request-qualification.ts'
import type { Ledger } from './platform/budget/ledger.ts'
import type { Database } from './platform/database/database.ts'
import { batchClient } from './platform/engines/anthropic-batch.ts'
import { directUpstream } from './platform/engines/create-engine.ts'
import { createEngineSet } from './platform/engines/engine-set.ts'
import type { ModelMeter } from './platform/engines/model-meter.ts'
import { traceModelCalls } from './platform/engines/trace-model-calls.ts'
import { createAskLater } from './platform/message-batches/ask-later.ts'
import { createMessageBatchWatch } from './platform/message-batches/message-batch-watch.ts'
import type { Presence } from './platform/processes/presence.ts'
import type { Duty } from './platform/processes/scheduler.ts'
import type { Tracing } from './platform/telemetry/tracing.ts'

/** The engines; and, where one asks in message batches, what looks after those. */
export function createEngines(
  { config, meter, logger }: { config: Config; meter?: ModelMeter; logger: Logger },
  {
    database,
    ledger,
    tracing,
    presence,
    duties,
    ring,
  }: {
    database: Database
    ledger: Ledger
    tracing: Tracing
    presence: Presence
    duties: Duty[]
    ring: (agentType: string) => void
  },
) {
  const engines = createEngineSet({
    config,
    functions: { [LEAD_QUALIFICATION]: judgeLeadBaseline },
    meter: traceModelCalls(meter ?? ledger, tracing),
    concurrency: presence.roles.worker?.concurrency ?? 1,
    keepWarm: config.keepWarm,
    askLater: createAskLater({ database, meter: ledger }),
    logger,
  })
  const direct = directUpstream(engines.choice)
  if (direct)
    duties.push(
      createMessageBatchWatch({
        database,
        meter: ledger,
        client: batchClient(direct),
        logger,
        ring,
      }),
    )
  return engines
}
