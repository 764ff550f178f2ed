import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Client,
  type Execution,
  ExecutionError,
  ExecutionStatus,
  FINAL_STATUSES,
  LeadScore,
} from '@insa/contracts'
import { z } from 'zod'
import { defineTool, type ToolCall } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { LeadId } from './lead-id.ts'

/** Between two looks at a run, milliseconds. */
const LOOK_MS = 400
/** A run that takes longer goes on; the caller is told how to look after it. Milliseconds. */
const WAIT_MS = 90_000
const TIMEOUT_MS = 120_000

export const qualifyLead = (client: Client) =>
  defineTool({
    name: 'qualify_lead',
    title: 'Qualify a lead',
    description:
      'Judges a lead anew and answers its score with evidence. Costs what the engine costs. A person’s override stays. If it takes too long, the run goes on: get_execution shows it.',
    effect: 'write',
    timeoutMs: TIMEOUT_MS,
    input: z.strictObject({ lead_id: LeadId }),
    output: z.object({
      execution_id: z.string(),
      status: ExecutionStatus,
      error: ExecutionError.nullable(),
      engine: z.string(),
      cost_usd: z.string(),
      score: LeadScore.nullable(),
    }),
    async run({ lead_id }, call) {
      const begun = await throughApi(
        client.leads.qualify(lead_id, { wait: 1, signal: call.signal }),
      )
      const run = await throughApi(follow(client, begun, call))
      return {
        execution_id: run.id,
        status: run.status,
        error: run.error,
        engine: run.engine,
        cost_usd: run.cost_usd,
        score: run.status === 'succeeded' ? LeadScore.parse(run.output_data) : null,
      }
    },
  })

/** To its end, to a question for a person, or until it has taken too long. */
async function follow(client: Client, begun: Execution, call: ToolCall): Promise<Execution> {
  const { signal } = call
  const until = performance.now() + WAIT_MS
  let run = begun
  tell(run, call)
  while (!hasSettled(run) && performance.now() < until) {
    await sleep(LOOK_MS, undefined, { signal })
    run = await client.executions.get(run.id, { signal })
    tell(run, call)
  }
  return run
}

const hasSettled = ({ status }: Execution) =>
  status === 'waiting_approval' || FINAL_STATUSES.includes(status)

const tell = ({ steps, status }: Execution, { progress }: ToolCall) =>
  progress(steps.length, undefined, steps.at(-1)?.name ?? status)
