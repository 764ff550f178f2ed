/** Our worker beside a bare BullMQ worker that sends PostgreSQL the statements of a qualification. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Queue } from 'bullmq'
import { v7 as uuidv7 } from 'uuid'
import type { Say } from '../measure.ts'
import type { BareJob, BareWork } from './bare-worker.ts'
import { recordStatements, type SentStatement } from './record-statements.ts'
import { CONCURRENCY, type ScaleSite } from './scale-site.ts'
import { MINE, quiet } from './workloads.ts'

const JOBS = 1_000
const QUEUE = 'bench-bare'
const WORKER = fileURLToPath(new URL('bare-worker.ts', import.meta.url))

/** Qualifications a second of each, alone, by a process that has just started, with all the work waiting. */
export async function measureBareBullmq(
  site: ScaleSite,
  say: Say,
): Promise<{ own: number; bare: number }> {
  await site.end('scheduler')
  const { transactions, ...recorded } = await recordOne(site)
  const own = await measureOwn(site)
  say(`our worker: ${own.toFixed(0)}/s`)
  const statements = transactions.reduce((sum, t) => sum + t.length, 0)
  say(
    `a qualification is ${transactions.length} transactions, ${statements} statements with their begins and commits`,
  )
  const { hostname: host, port } = new URL(site.redisUrl)
  const redis = { host, port: Number(port) }
  const queue = new Queue<BareJob>(QUEUE, { connection: redis })
  await queue.addBulk(
    (await openRuns(site, 'running', recorded.claimedBy)).map((data) => ({
      name: 'qualify',
      data,
    })),
  )
  const work: BareWork = {
    postgresUrl: site.postgresUrl,
    redis,
    queue: QUEUE,
    concurrency: CONCURRENCY,
    transactions,
    recorded,
    jobs: JOBS,
  }
  const { seconds, failures } = await new Promise<{ seconds: number; failures: string[] }>(
    (resolve, reject) => {
      const child = fork(WORKER, { env: { PATH: process.env.PATH } })
      child.once('message', (message) =>
        resolve(message as { seconds: number; failures: string[] }),
      )
      child.once('exit', (code) => reject(new Error(`The bare worker ended with ${code}.`)))
      child.send(work)
    },
  )
  await queue.close()
  if (failures.length > 0) throw new Error(`The bare worker failed: ${failures[0]}`)
  await Promise.all([site.start('worker'), site.start('scheduler')])
  say(`bare BullMQ: ${(JOBS / seconds).toFixed(0)}/s`)
  return { own, bare: JOBS / seconds }
}

async function measureOwn(site: ScaleSite): Promise<number> {
  const runs = await openRuns(site, 'queued', null)
  await site.start('worker')
  await quiet(site)
  const { rows } = await site.db.query<{ seconds: string }>(
    `select extract(epoch from max(finished_at) - min(started_at)) as seconds from agent_executions
     where id = any($1::uuid[]) and status = 'succeeded' having count(*) = $2`,
    [runs.map((r) => r.executionId), JOBS],
  )
  await site.end('worker')
  return JOBS / Number(rows[0]?.seconds)
}

interface Recorded {
  executionId: string
  leadId: string
  /** Of the organization: the same in every run. */
  kept: string[]
  claimedBy: string
  transactions: SentStatement[][]
}

/** One run of the site's own worker, behind the recorder; the first ones are not like the others. */
async function recordOne(site: ScaleSite): Promise<Recorded> {
  await site.end('worker')
  const recorder = await recordStatements(site.postgresUrl)
  await site.start('worker', { DATABASE_URL: recorder.url })
  const lead = async () => {
    const { rows } = await site.db.query<{ id: string; organization_id: string }>(
      `select id, organization_id from leads where organization_id = ${MINE} order by random() limit 1`,
    )
    return rows[0] ?? { id: '', organization_id: '' }
  }
  for (let i = 0; i < 10; i += 1) {
    await site.request(`/api/v1/leads/${(await lead()).id}/qualify`, { method: 'POST' })
    await quiet(site)
  }
  recorder.take()
  const { id: leadId, organization_id: organization } = await lead()
  const answer = await site.request(`/api/v1/leads/${leadId}/qualify`, { method: 'POST' })
  const { id: executionId } = (await answer.json()) as { id: string }
  await quiet(site)
  // Its last commit may be on its way.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const transactions = recorder.take().flatMap(intoTransactions)
  await site.end('worker')
  recorder.stop()
  const mine = transactions.filter((t) => t.some((s) => isAbout(s, organization)))
  const claimedBy = mine
    .flat()
    .flatMap((s) => s.parameters ?? [])
    .find((p) => /^\d+-[0-9a-f]{8}$/.test(p ?? ''))
  if (!claimedBy) throw new Error('The statements of a qualification could not be told.')
  return { executionId, leadId, kept: [organization], claimedBy, transactions: mine }
}

function intoTransactions(sent: readonly SentStatement[]): SentStatement[][] {
  const all: SentStatement[][] = []
  for (const statement of sent) {
    if (statement.sql.startsWith('begin')) all.push([])
    all.at(-1)?.push(statement)
  }
  return all
}

/** A transaction takes on its organization in its first statement; those of the process itself, and claims, take on none. */
const isAbout = ({ sql }: SentStatement, organization: string) =>
  sql.includes(`set_config('app.organization_id', '${organization}'`)

/** Runs that wait, or as the worker finds them when it has claimed them. */
async function openRuns(
  site: ScaleSite,
  status: 'queued' | 'running',
  claimedBy: string | null,
): Promise<BareJob[]> {
  const ids = Array.from({ length: JOBS }, () => uuidv7())
  const { rows } = await site.db.query<{ id: string; lead_id: string }>(
    `insert into agent_executions (id, organization_id, agent_type, status, input_data, engine, attempts, claimed_by, lease_until,
       correlation_id, triggered_by, lead_id, bound_lead_id, started_at)
     select r.id, l.organization_id, 'lead_qualification', $2::text, '{}', 'baseline', case when $3::text is null then 0 else 1 end,
       $3, case when $3 is not null then now() + interval '1 hour' end, 'bare', 'bench', l.id, l.id,
       case when $3 is not null then now() end
     from unnest($1::uuid[]) with ordinality r (id, n)
     join (select *, row_number() over () as n from leads where organization_id = ${MINE} limit ${JOBS}) l on l.n = r.n
     returning id, lead_id`,
    [ids, status, claimedBy],
  )
  return rows.map((r) => ({ executionId: r.id, leadId: r.lead_id }))
}
