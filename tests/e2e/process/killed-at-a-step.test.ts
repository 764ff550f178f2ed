/** Real processes, killed with SIGKILL at chosen moments; the next one goes on from there. */

import { join } from 'node:path'
import { type Client, createClient, type Execution, Lead } from '@insa/contracts'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonb } from '../../../apps/server/src/platform/database/json.ts'
import { openPglite } from '../../../apps/server/src/platform/database/open-pglite.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../../apps/server/src/testing/sample-leads.ts'
import { ownerQuery } from '../../../apps/server/src/testing/test-database.ts'
import { insertTestOrganization } from '../../../apps/server/src/testing/test-organizations.ts'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'
import { emptyFolder, type Folder, type InsaProcess, killAll, startInsa } from './insa-process.ts'

/** Compiled modules are kept between starts, as `insa` itself does. */
const COMPILED = join(ROOT, 'node_modules/.cache/insa')
/** Every step is one too many real processes: the journal's own tests die after each transaction. */
const KILLED_AFTER = [2, 4, 6]
const STEPS = 6
const NEVER = 'select 1 where false'

let directory: Folder
let key: string
beforeEach(async () => {
  directory = await emptyFolder()
  const database = await openPglite(directory.path)
  const { id, keys } = await insertTestOrganization(database, 'Acme', '')
  key = keys.administrator
  await database.tenant(id, ({ db }) =>
    db
      .insertInto('settings')
      .values({
        name: 'qualification',
        value: jsonb<unknown>(EVERY_LEAD_IMMEDIATE),
        updated_by: 'the test',
      })
      .execute(),
  )
  await database.close()
})
afterEach(async () => {
  await killAll()
  await directory.remove()
})

const SERVER = join(ROOT, 'apps/server/src/testing/killed-server.ts')
const start = (killedWhen: string): InsaProcess =>
  startInsa({ NODE_COMPILE_CACHE: COMPILED }, [directory.path, killedWhen], [pinnedNode(), SERVER])
const clientOf = async (server: InsaProcess): Promise<Client> =>
  createClient({ baseUrl: await server.url(), apiKey: key })

/** What an execution's whole stream told, as `step 1`, `succeeded`, `lead.scored` …, in order. */
async function storyOf(client: Client, { id }: Execution): Promise<string[]> {
  const story: string[] = []
  const numbers: number[] = []
  for await (const event of client.executions.events(id)) {
    numbers.push(Number(event.id))
    const { payload } = event
    if (payload.type === 'execution.step') story.push(`step ${payload.step.seq}`)
    else if (payload.type !== 'execution.updated') story.push(payload.type)
  }
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  return story
}

describe('a server that is killed', () => {
  it('after a step of a qualification goes on from there, and every effect happens once [executions.resume-after-any-step]', async () => {
    for (const step of KILLED_AFTER) {
      // The first attempts only: what an earlier kill left is carried on meanwhile.
      const server =
        start(`select 1 from execution_steps s join agent_executions e on e.id = s.execution_id
        where e.attempts = 1 and e.status = 'running' and s.seq = ${step} and s.status = 'succeeded'`)
      const client = await clientOf(server)
      await client.leads
        .create(sampleLead({ lead_name: `Killed after ${step}` }))
        .catch(() => undefined)
      expect(await server.ended).toBe('SIGKILL')
    }
    const client = await clientOf(start(NEVER))
    const { data } = await client.executions.list({
      agent_type: 'lead_qualification',
      sort: 'created_at',
    })
    expect(data).toHaveLength(KILLED_AFTER.length)
    const mails = (await client.mail.list()).data
    expect(mails).toHaveLength(KILLED_AFTER.length)
    for (const { id } of data) {
      const execution = await client.executions.follow(id)
      expect(execution).toMatchObject({ status: 'succeeded', error: null })
      expect(execution.attempts).toBeGreaterThan(1)
      expect(execution.steps).toHaveLength(STEPS)
      expect(execution.steps.every((s) => s.status === 'succeeded')).toBe(true)
      expect((await client.leads.scores(execution.lead_id ?? '')).data).toHaveLength(1)
      expect(mails.filter((m) => m.execution_id === id)).toHaveLength(1)
      const story = await storyOf(client, execution)
      expect(story).toEqual([
        'step 1',
        'step 2',
        'step 3',
        'lead.scored',
        'step 4',
        'step 5',
        'step 6',
      ])
    }
  }, 240_000)

  it('with the commit of a lead, before it answered, answers the same request with that lead when it is back [bad-input.idempotency-key]', async () => {
    const post = (url: string) =>
      fetch(`${url}/api/v1/leads`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': 'a lead that was killed',
        },
        body: JSON.stringify(sampleLead()),
      })
    // The lead and its qualification are one transaction; a condition sees executions, but no leads.
    const doomed = start('select 1 from agent_executions')
    await post(await doomed.url()).catch(() => undefined)
    expect(await doomed.ended).toBe('SIGKILL')

    const server = start(NEVER)
    const again = await post(await server.url())
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const { id } = Lead.parse(await again.json())
    expect((await (await clientOf(server)).leads.list()).data.map((l) => l.id)).toEqual([id])
  }, 120_000)

  it('at row 6,000 of an import has imported nothing, and then imports everything once [leads.import.all-or-nothing] [leads.import.once]', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ company_name: `Company ${i}` }))
    const doomed = start(`select 1 from agent_executions
      where agent_type = 'lead_import' and (progress->>'done')::int >= 6000`)
    const first = await clientOf(doomed)
    await first.settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
    await first.leads.importJson(rows).catch(() => undefined)
    expect(await doomed.ended).toBe('SIGKILL')

    const database = await openPglite(directory.path)
    const [found] = await ownerQuery(
      database,
      sql<{ leads: number; staged: number }>`select (select count(*)::int from leads) as leads,
        (select count(*)::int from lead_import_rows) as staged`,
    )
    await database.close()
    expect(found).toEqual({ leads: 0, staged: 6_000 })

    const client = await clientOf(start(NEVER))
    const again = await client.leads.importJson(rows)
    const ended = await client.executions.follow(again.id)
    expect(ended).toMatchObject({
      status: 'succeeded',
      attempts: 2,
      output_data: { imported: 10_000 },
    })
    expect((await client.leads.importJson(rows)).id).toBe(again.id)
    expect((await client.overview()).leads_total).toBe(10_000)
    expect((await client.executions.list({ agent_type: 'lead_import' })).data).toHaveLength(1)
  }, 120_000)
})
