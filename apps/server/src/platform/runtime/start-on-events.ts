/**
 * Starts agents on others' events, from the numbered outbox: the position is a row, and an event starts an agent once, by a unique
 * key. So nothing is lost by a crash and nothing doubled by reading again (docs/decisions/0022).
 */
import type { Logger } from 'pino'
import type { Database, TenantTx } from '../database/database.ts'
import { numberEvents } from '../events/events.store.ts'
import { type Repeating, repeat } from '../processes/repeat.ts'
import type { AgentDefinition } from './agent.ts'
import { readAgentSwitches } from './agent-switches.store.ts'
import { findRunBehind, keepPosition, type NewEvent, readNewEvents } from './event-starts.store.ts'
import { type EventTrigger, inputFrom } from './event-trigger.ts'
import { inherit } from './lineage.ts'
import type { Runtime } from './runtime.ts'

export interface EventStartsDeps {
  database: Database
  runtime: Runtime
  logger: Logger
}

/** Nobody waits for such a run at a screen. Milliseconds. */
const LOOK_MS = 1_000
const PAGE = 200

/** Runs in a row, each begun on an event of the one before: agents that start each other stop here. */
const LONGEST_CHAIN = 3

/** As what it runs first: about one lead, and nobody waits for it. */
const PRIORITY = 1

interface Starter {
  agent: AgentDefinition
  trigger: EventTrigger
}

export const createEventStarts = (deps: EventStartsDeps): Repeating =>
  repeat(() => lookOnce(deps), {
    everyMs: LOOK_MS,
    onError: (error) => deps.logger.error({ err: error }, 'Starting agents on events failed'),
  })

/** @returns whether there is more to do at once. */
async function lookOnce(deps: EventStartsDeps): Promise<boolean> {
  const { database, runtime } = deps
  const starters = [...runtime.agents.values()].flatMap((agent) =>
    (agent.startsOn ?? []).map((trigger): Starter => ({ agent, trigger })),
  )
  if (starters.length === 0) return false
  // Where nobody reads at a screen, they are numbered only now and then.
  await numberEvents(database)
  const types = [...new Set(starters.map(({ trigger }) => trigger.event))]
  const { events, upTo, isFull } = await database.sweeper((tx) => readNewEvents(tx, types, PAGE))
  if (upTo === null) return false
  for (const [organizationId, its] of Map.groupBy(events, (e) => e.organizationId))
    await database.tenant(organizationId, (tx) => startAll(deps, tx, starters, its))
  await database.sweeper((tx) => keepPosition(tx, upTo))
  return isFull
}

async function startAll(
  deps: EventStartsDeps,
  tx: TenantTx,
  starters: readonly Starter[],
  events: readonly NewEvent[],
): Promise<void> {
  const switches = await readAgentSwitches(tx)
  const on = starters.filter(({ agent }) => switches.isOn(agent.type, agent.isOffAtFirst ?? false))
  for (const event of events) for (const starter of on) await start(deps, tx, starter, event)
}

async function start(
  { runtime, logger }: EventStartsDeps,
  tx: TenantTx,
  { agent, trigger }: Starter,
  event: NewEvent,
): Promise<void> {
  const asked = inputFrom(trigger, event.payload)
  if (!asked) return
  const behind =
    event.executionId === null
      ? undefined
      : await findRunBehind(tx, event.executionId, LONGEST_CHAIN)
  if (behind && behind.chain >= LONGEST_CHAIN) {
    logger.warn(
      { execution: behind.id, agent: agent.type, event: event.payload.type },
      'An agent was not started: too many have started each other in a row',
    )
    return
  }
  const lineage = behind && {
    executionId: behind.id,
    taintedBy: behind.tainted_by,
    initiators: behind.initiators,
  }
  await runtime.openOnce(tx, {
    agentType: agent.type,
    ...asked,
    startedByEvent: event.id,
    triggeredBy: `event:${event.payload.type}`,
    correlationId: behind?.correlation_id ?? `event-${event.id}`,
    traceparent: behind?.traceparent ?? null,
    priority: PRIORITY,
    ...(lineage ? inherit(lineage, asked.input) : {}),
  })
}
