/** Questions in message batches, asked by runs that wait as rows, of a scripted API: whatever dies, and whatever becomes of a batch. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRADED, type Grade, gradeTask } from '../../testing/engine-tasks.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { createLedger, type Ledger } from '../budget/ledger.ts'
import { batchClient } from '../engines/anthropic-batch.ts'
import { EngineFailure } from '../engines/engine-failure.ts'
import type { Repeating } from '../processes/repeat.ts'
import type { AgentDefinition } from '../runtime/agent.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { insertExecution } from '../runtime/executions.store.ts'
import { createAskLater } from './ask-later.ts'
import { createMessageBatchWatch } from './message-batch-watch.ts'

let api: ScriptedAnthropic
let app: TestApp
let ledger: Ledger
let watch: Repeating

const USAGE = { input_tokens: 1_000, output_tokens: 100 }
/** Of the usage above, in a batch. */
const HALF_PRICE = '0.000075'

/** Grades the letter of its input in a message batch. */
const grader: AgentDefinition = {
  type: 'grading',
  title: 'Grading',
  description: 'For this test.',
  tools: [],
  timeoutMs: 60_000,
  async run(run) {
    const answer = await run.step(
      { kind: 'engine', name: 'grade', summary: () => 'graded' },
      async () => {
        try {
          return await createAskLater({ database: app.database, meter: ledger })<Grade>(
            gradeTask({
              outside: [{ title: 'letter', text: String(run.input.letter) }],
              payer: {
                organizationId: run.organizationId,
                executionId: run.executionId,
                agentType: 'grading',
                step: 'grade',
                leadId: null,
              },
            }),
          )
        } catch (error) {
          throw error instanceof EngineFailure ? new AgentFailure(error.code, error.message) : error
        }
      },
    )
    run.spent(answer.cost)
    return { output: { ...answer.value } }
  },
}

beforeEach(async () => {
  api = await startScriptedAnthropic()
  api.play({ otherwise: { structured: GRADED, usage: USAGE } })
})
afterEach(async () => {
  await watch.stop()
  await ledger.stop()
  await app.close()
  await api.stop()
})

/** @param lookForS with 0, a batch without an answer is looked for at once. */
async function start(
  kind: 'pglite' | 'postgres',
  times: { lookForS?: number; giveUpS?: number } = {},
) {
  app = await testApp({ database: kind, agents: [grader] })
  const metrics = { modelCalled: () => undefined }
  ledger = createLedger({ database: app.database, metrics, onError: () => undefined })
  startWatch(times)
}

function startWatch(times: { lookForS?: number; giveUpS?: number }) {
  watch = createMessageBatchWatch({
    database: app.database,
    meter: ledger,
    client: batchClient({
      baseUrl: api.url,
      credentials: { kind: 'api_key', key: 'the-real-key' },
    }),
    logger: pino({ level: 'silent' }),
    ring: () => undefined,
    times: { lookMs: 50, gatherS: 0, lookForS: 60, giveUpS: 600, ...times },
  })
}

const ask = (letter: string) =>
  app.database.tenant(app.acme.id, (tx) =>
    insertExecution(tx, {
      agentType: 'grading',
      input: { letter },
      engine: 'anthropic-api',
      correlationId: 'test',
      triggeredBy: 'user:test',
    }),
  )
const read = (id: string) => app.acme.as('sales').executions.get(id)
const reaches = (id: string, status: string) =>
  expect.poll(async () => (await read(id)).status, { timeout: 60_000 }).toBe(status)
const inLine = async () => {
  const rows = await ownerQuery(
    app.database,
    sql`select id from message_batch_requests where status = 'waiting'`,
  )
  return rows.length
}
const waitInLine = (count: number) => expect.poll(inLine, { timeout: 60_000 }).toBe(count)
const sentBatches = () =>
  api.requests.filter((r) => r.method === 'POST' && r.path.startsWith('/v1/messages/batches'))
    .length
const notes = async () =>
  await ownerQuery(
    app.database,
    sql<{ status: string; note: string | null }>`
    select status, note from message_batches order by sending_at`,
  )

describe.each(DATABASE_KINDS)('runs that ask in a message batch, on %s', (kind) => {
  it('wait as rows, are asked together and answered at half price [engines.batch]', async () => {
    await start(kind)
    const runs = [await ask('one'), await ask('two'), await ask('three')]
    await waitInLine(3)
    const waiting = await ownerQuery(
      app.database,
      sql`
      select status, claimed_by, attempts, due_at > now() + interval '1 day' as rests from agent_executions`,
    )
    expect(waiting).toEqual(
      Array(3).fill({ status: 'queued', claimed_by: null, attempts: 0, rests: true }),
    )
    watch.start()
    for (const { id } of runs) {
      await reaches(id, 'succeeded')
      expect(await read(id)).toMatchObject({
        output_data: GRADED,
        engine: 'anthropic-api',
        cost_usd: HALF_PRICE,
        attempts: 1,
      })
    }
    expect(sentBatches()).toBe(1)
    expect(
      await ownerQuery(app.database, sql`select status, batch, cost_usd::text from model_calls`),
    ).toEqual(
      Array(3).fill({
        status: 'answered',
        batch: true,
        cost_usd: expect.stringMatching(/^0\.0000750*$/),
      }),
    )
  })
})

it('are asked again where a batch had no answer, and fail where asking again cannot help [engines.batch]', async () => {
  api.play({
    answers: [
      { when: { last_contains: 'late' }, times: 1, reply: { batch_result: 'expired' } },
      { when: { last_contains: 'never' }, reply: { batch_result: 'expired' } },
      { when: { last_contains: 'broken' }, times: 1, reply: { error: { status: 500 } } },
      { when: { last_contains: 'wrong' }, reply: { error: { status: 400 } } },
    ],
    otherwise: { structured: GRADED, usage: USAGE },
  })
  await start('pglite')
  const [late, broken] = [await ask('late'), await ask('broken')]
  const [never, wrong] = [await ask('never'), await ask('wrong')]
  watch.start()
  await reaches(late.id, 'succeeded')
  await reaches(broken.id, 'succeeded')
  await reaches(never.id, 'failed')
  await reaches(wrong.id, 'failed')
  expect((await read(never.id)).error?.message).toContain('expired')
  expect((await read(wrong.id)).error?.message).toContain('invalid_request_error')
  expect((await read(never.id)).cost_usd).toBe('0.000000')
})

it('are not asked twice where the process died before it wrote down that it had asked [engines.batch-once]', async () => {
  api.batchFaults.push('unanswered')
  await start('pglite', { lookForS: 0 })
  const { id } = await ask('one')
  await waitInLine(1)
  watch.start()
  await reaches(id, 'succeeded')
  expect(sentBatches()).toBe(1)
  expect(await notes()).toEqual([{ status: 'ended', note: expect.stringContaining('Found again') }])
})

it('are asked again where the batch cannot be found, which is said, and booked as paid [engines.batch-once]', async () => {
  api.batchFaults.push('lost')
  await start('pglite', { lookForS: 0, giveUpS: 0 })
  const { id } = await ask('one')
  await waitInLine(1)
  watch.start()
  await reaches(id, 'succeeded')
  expect(sentBatches()).toBe(2)
  expect(await notes()).toEqual([
    { status: 'lost', note: expect.stringContaining('asked again') },
    { status: 'ended', note: null },
  ])
  const calls = await ownerQuery(
    app.database,
    sql<{ status: string }>`select status from model_calls order by number`,
  )
  expect(calls).toEqual([{ status: 'lost' }, { status: 'answered' }])
  expect(Number((await read(id)).cost_usd)).toBeGreaterThan(Number(HALF_PRICE))
})

it('are in line again where the API refuses the batch, and are not asked once they are cancelled [engines.batch]', async () => {
  api.batchFaults.push(429)
  await start('pglite')
  const [kept, cancelled] = [await ask('one'), await ask('two')]
  await waitInLine(2)
  await app.acme.as('sales').executions.cancel(cancelled.id)
  watch.start()
  await reaches(kept.id, 'succeeded')
  expect(sentBatches()).toBe(2)
  const bodies = api.requests.flatMap(
    (r) => (r.body as { requests?: unknown[] } | null)?.requests ?? [],
  )
  expect(bodies).toHaveLength(2)
  const held = await ownerQuery(
    app.database,
    sql`select id from model_calls where status = 'reserved'`,
  )
  expect(held).toEqual([])
})

it('that wait are not given up as lost by the books when the program starts again', async () => {
  await start('pglite')
  await ask('one')
  await waitInLine(1)
  const another = createLedger({
    database: app.database,
    metrics: { modelCalled: () => undefined },
    onError: () => undefined,
  })
  await another.start()
  await another.stop()
  expect(await ownerQuery(app.database, sql`select status from model_calls`)).toEqual([
    { status: 'reserved' },
  ])
})
