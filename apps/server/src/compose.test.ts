import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database } from './platform/database/database.ts'
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
  return { app, program: started.program, url: started.url, call }
}

/** Far above what a stop takes that waits for nothing, far below what it would wait. Milliseconds. */
const SOON_MS = 5_000
const soon = (closing: Promise<void>) =>
  Promise.race([closing.then(() => 'closed'), sleep(SOON_MS, 'still open', { ref: false })])

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
  expect(await soon(program.close(60_000))).toBe('closed')
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

it('a stop waits for no connection that has asked nothing, as browsers open them ahead', async () => {
  const { app, program, url } = await stoppable()
  const silent = connect(Number(new URL(url).port), '127.0.0.1')
  await once(silent, 'connect')
  const ended = once(silent, 'close')
  expect(await soon(program.close(60_000))).toBe('closed')
  await ended
  await app.close()
})

it('a stop waits for no connection that is kept alive after its last answer', async () => {
  const { app, program, url } = await stoppable()
  const agent = new Agent({ keepAlive: true })
  const status = new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${app.acme.keys.administrator}` }
    get(`${url}/api/v1/system`, { agent, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode))
    }).once('error', reject)
  })
  await once(program.app.server, 'request')
  expect(await soon(program.close(60_000))).toBe('closed')
  expect(await status).toBe(200)
  agent.destroy()
  await app.close()
})

/** A program that does not work yet, on a database whose sweeps are counted and wait for `before`. */
async function unstarted() {
  const app = await testApp({ working: false })
  const sweeps = { before: Promise.resolve(), count: 0 }
  const database: Database = {
    ...app.database,
    close: async () => undefined,
    async sweeper(work) {
      sweeps.count += 1
      await sweeps.before
      return app.database.sweeper(work)
    },
  }
  const { program } = await startProgram(database, { working: false })
  // Until the delivery of events has looked what there is.
  for (let before = -1; before < sweeps.count; ) {
    before = sweeps.count
    await app.database.sweeper(({ db }) => sql`select 1`.execute(db))
    await nextTurn()
  }
  return { app, program, sweeps }
}

it('a program that is closed while it starts to work ends its start first, then what it started', async () => {
  const { app, program, sweeps } = await unstarted()
  const order: string[] = []
  sweeps.before = sleep(500)
  const started = program.startWorking().then(() => order.push('started'))
  const closed = program.close(0).then(() => order.push('closed'))
  await Promise.all([started, closed])
  expect(order).toEqual(['started', 'closed'])
  await app.close()
})

it('a program that was closed does not start to work any more', async () => {
  const { app, program, sweeps } = await unstarted()
  await program.close(0)
  const before = sweeps.count
  await program.startWorking()
  expect(sweeps.count).toBe(before)
  await app.close()
})
