/**
 * Every operation of the server's own OpenAPI document, with inputs from nearly right to hostile. Whatever comes in:
 * never a 5xx, an error is always a problem document, and what is refused leaves nothing behind.
 */

import { Problem } from '@insa/contracts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type JsonSchema,
  type Operation,
  operationsOf,
  readOpenApi,
} from '../../apps/server/src/testing/operations.ts'
import { sampleLead } from '../../apps/server/src/testing/sample-leads.ts'
import { type TestApp, testApp } from '../../apps/server/src/testing/test-app.ts'
import { ownerQuery } from '../../apps/server/src/testing/test-database.ts'
import { type FuzzInput, inputsOf } from './inputs.ts'

/** Printed with a failure; set FUZZ_SEED to another number to look elsewhere. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261)
const RUNS_PER_OPERATION = Number(process.env.FUZZ_RUNS ?? 25)

/** Counts that no refused request may change. */
const COUNTED = [
  'leads',
  'agent_executions',
  'execution_batches',
  'lead_scores',
  'outgoing_mails',
  'api_keys',
  'members',
  'organizations',
  'settings',
  'invitations',
  'lead_import_files',
  'customers',
  'contacts',
  'addresses',
  'opportunities',
  'opportunity_stage_changes',
  'projects',
  'activities',
  'erpnext_sync',
  'erpnext_leads',
  'erpnext_hints',
  'erpnext_conflicts',
]

let app: TestApp
let operations: Operation[]
let schemas: Record<string, JsonSchema>
let ids: string[]
beforeAll(async () => {
  app = await testApp({ working: false })
  const document = await readOpenApi(app)
  operations = operationsOf(document)
  schemas = document.components.schemas
  const lead = await app.acme.as('sales').leads.create(sampleLead())
  const execution = await app.acme.as('sales').leads.qualify(lead.id)
  const batch = await startBatch()
  ids = [lead.id, execution.id, batch.id, app.acme.id, ...(await makeRecords(lead.id))]
})
afterAll(() => app.close())

describe(`a hostile client (seed ${SEED})`, () => {
  it('finds the operations', () => expect(operations.length).toBeGreaterThan(40))

  it('never gets a 5xx, gets every error as a problem, and leaves nothing behind when refused [bad-input.never-5xx]', async () => {
    const outcomes = new Map<number, number>()
    for (const operation of operations) {
      await fc.assert(
        fc.asyncProperty(inputsOf(operation, schemas, ids), async (input) => {
          const status = await send(operation, input)
          outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
        }),
        { seed: SEED, numRuns: RUNS_PER_OPERATION, endOnFailure: true },
      )
    }
    expect(app.errors).toEqual([])
    // The inputs are no use when none gets through, or none is refused.
    const count = (from: number, to: number) =>
      [...outcomes].reduce(
        (n, [status, times]) => (status >= from && status < to ? n + times : n),
        0,
      )
    expect(count(200, 300)).toBeGreaterThan(operations.length)
    expect(count(400, 500)).toBeGreaterThan(operations.length * 5)
  }, 240_000)
})

/** Of a lead that does not qualify itself as it comes: it would be left out. */
async function startBatch() {
  const { leads, batches, settings } = app.acme.as('manager')
  const former = await settings.qualification()
  await settings.updateQualification({ ...former, auto_qualify: false })
  const { id } = await leads.create(sampleLead())
  await settings.updateQualification(former)
  return batches.start({ leads: { ids: [id] }, window: {} })
}

/** One of every kind, so that what changes them finds something to change. */
async function makeRecords(lead_id: string): Promise<string[]> {
  const { customers, contacts, opportunities, projects, activities } = app.acme.as('sales')
  const customer_id = (await customers.create({ customer_name: 'Aceros del Norte' })).id
  const made = [
    await contacts.create({ first_name: 'Ana', customer_id }),
    await opportunities.fromLead(lead_id),
    await projects.create({ project_name: 'Rolling mill', customer_id }),
    await activities.create({ activity_type: 'Task', subject: 'Call Ana', customer_id }),
  ]
  return [customer_id, ...made.map((record) => record.id)]
}

async function send(operation: Operation, input: FuzzInput): Promise<number> {
  const changes = operation.method !== 'GET'
  const before = changes ? await countRows() : ''
  const response = await app.program.app.inject({
    method: input.method as 'GET',
    url: input.url,
    headers: { authorization: `Bearer ${app.acme.keys.administrator}`, ...input.headers },
    ...(input.payload === undefined ? {} : { payload: input.payload }),
  })
  const { statusCode: status } = response
  expect(status, response.body).toBeLessThan(500)
  if (status < 400) return status
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
  const problem = Problem.parse(response.json())
  expect(problem).toMatchObject({ status, code: expect.stringMatching(/^[a-z_]+(\.[a-z_0-9]+)*$/) })
  expect(problem.correlation_id).toBe(response.headers['x-correlation-id'])
  if (changes) expect(await countRows()).toBe(before)
  return status
}

async function countRows(): Promise<string> {
  const counts = sql.join(
    COUNTED.map((t) => sql`(select count(*) from ${sql.table(t)})`),
    sql`, `,
  )
  return JSON.stringify(await ownerQuery(app.database, sql`select array[${counts}] as counts`))
}
