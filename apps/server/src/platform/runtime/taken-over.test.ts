/** A worker that hangs so long that it is taken for dead, and then goes on beside the one that has taken over. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { startProgram, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import type { AgentDefinition } from './agent.ts'
import { insertExecution } from './executions.store.ts'

/** Its first attempt hangs in the second step; the third writes a lead. */
const hangingAgent = (hang: () => Promise<void>, attempts = { begun: 0 }): AgentDefinition => ({
  type: 'hanging',
  title: 'Hanging',
  description: 'For this test.',
  tools: [],
  timeoutMs: 60_000,
  async run(run) {
    attempts.begun += 1
    const attempt = attempts.begun
    const step = { kind: 'code', summary: () => 'done' } as const
    await run.step({ ...step, name: 'read' }, async () => 'read')
    await run.step({ ...step, name: 'hang' }, async () => {
      if (attempt === 1) await hang()
      return 'hung'
    })
    await run.store({ ...step, name: 'write' }, async (tx) => {
      await tx.db
        .insertInto('leads')
        .values({ id: uuidv7(), company_name: `Written by ${run.executionId}` })
        .execute()
      return null
    })
    return { output: { attempt } }
  },
})

it.each(DATABASE_KINDS)('writes nothing more, on %s [workers.taken-over]', async (kind) => {
  const app = await testApp({ database: kind, working: false })
  const lasting = { ...app.database, close: async () => undefined }
  const [reached, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const agent = hangingAgent(async () => {
    reached.resolve()
    await release.promise
  })
  const hanging = await startProgram(lasting, { agents: [agent] })
  const { id } = await app.database.tenant(app.acme.id, (tx) =>
    insertExecution(tx, {
      agentType: 'hanging',
      input: {},
      engine: 'baseline',
      correlationId: 'hanging',
      triggeredBy: 'user:test',
    }),
  )
  await reached.promise
  // Its heart still beats: between two looks of the other it may renew what is taken from it here.
  const endLease = () =>
    ownerQuery(
      app.database,
      sql`update agent_executions set lease_until = now() - interval '1 s' where id = ${id} and attempts = 1`,
    )
  await endLease()
  const other = await startProgram(lasting, { agents: [agent] })
  const read = () => app.acme.as('sales').executions.get(id)
  const look = async () => {
    await endLease()
    return (await read()).status
  }
  await expect.poll(look, { timeout: 60_000 }).toBe('succeeded')
  const ended = await read()

  release.resolve()
  await hanging.close()
  expect(await read()).toEqual(ended)
  expect(ended).toMatchObject({ output_data: { attempt: 2 }, attempts: 2 })
  const written = await ownerQuery(
    app.database,
    sql`select id from leads where company_name = ${`Written by ${id}`}`,
  )
  expect(written).toHaveLength(1)
  await other.close()
  await app.close()
})
