import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { sampleLead } from './testing/sample-leads.ts'
import { startProgram, testApp } from './testing/test-app.ts'
import { ownerQuery } from './testing/test-database.ts'

/** A client on a program of its own, beside an app that holds the data. */
async function stoppable() {
  const app = await testApp({ working: false })
  const started = await startProgram({ ...app.database, close: async () => undefined })
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${started.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${app.acme.keys.administrator}`, ...init.headers },
    })
  return { app, program: started.program, call }
}

it('a stop answers what is being answered, and ends its work first [start.ctrl-c-finishes-work]', async () => {
  const { app, program, call } = await stoppable()
  const lead = await app.acme.as('sales').leads.create(sampleLead())
  const answer = call(`/api/v1/leads/${lead.id}/qualify`, {
    method: 'POST',
    headers: { prefer: 'wait=30' },
  })
  const isRunning = async () =>
    (await ownerQuery(app.database, sql`select 1 from agent_executions where status = 'running'`))
      .length
  await expect.poll(isRunning, { interval: 1 }).toBeGreaterThan(0)
  await program.close(10_000)
  expect((await answer).status).toBe(200)
  expect(await isRunning()).toBe(0)
  await app.close()
})

it('a stop ends event streams at once: they never end by themselves', async () => {
  const { app, program, call } = await stoppable()
  const stream = await call('/api/v1/events')
  const text = stream.text()
  const closed = program.close(60_000).then(() => 'closed')
  expect(await Promise.race([closed, sleep(10_000, 'still open', { ref: false })])).toBe('closed')
  expect(await text).toContain('retry:')
  await app.close()
})

it('a stop gives up on what takes longer than its time, and leaves the work to the next start', async () => {
  const { app, program, call } = await stoppable()
  await app.acme.as('manager').agents.setEnabled('lead_qualification', false)
  const lead = await app.acme.as('sales').leads.create(sampleLead())
  const answer = call(`/api/v1/leads/${lead.id}/qualify`, {
    method: 'POST',
    headers: { prefer: 'wait=30' },
  }).then(
    () => 'answered',
    () => 'cut off',
  )
  const queued = async () =>
    (await app.acme.as('sales').executions.list({ lead_id: lead.id, status: 'queued' })).data.length
  await expect.poll(queued).toBe(2)
  await program.close(50)
  expect(await answer).toBe('cut off')
  expect(await queued()).toBe(2)
  await app.close()
})
