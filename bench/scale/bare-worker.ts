/**
 * What a user would put together instead: BullMQ alone hands out the jobs, and pg sends the statements of one qualification, in
 * the same transactions. A process of its own, forked by bare-bullmq.ts.
 */
import { Worker } from 'bullmq'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { SentStatement } from './record-statements.ts'

export interface BareWork {
  postgresUrl: string
  redis: { host: string; port: number }
  queue: string
  concurrency: number
  /** Of one qualification, by transaction. */
  transactions: SentStatement[][]
  /** The ids in them that stand for one run and its lead; every other id of a row is made anew for each run. */
  recorded: { executionId: string; leadId: string; kept: string[] }
  jobs: number
}

export interface BareJob {
  executionId: string
  leadId: string
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

process.once('message', (work: BareWork) => void run(work))

async function run(work: BareWork): Promise<void> {
  const pool = new pg.Pool({ connectionString: work.postgresUrl, max: 10 })
  let left = work.jobs
  const startedAt = performance.now()
  const worker = new Worker<BareJob>(
    work.queue,
    async ({ data }) => {
      const fill = filler(work.recorded, data)
      for (const transaction of work.transactions) await send(pool, transaction, fill)
    },
    { connection: { ...work.redis, maxRetriesPerRequest: null }, concurrency: work.concurrency },
  )
  const failures: string[] = []
  const ended = async () => {
    left -= 1
    if (left > 0) return
    const seconds = (performance.now() - startedAt) / 1000
    await worker.close()
    await pool.end()
    process.send?.({ seconds, failures }, () => process.disconnect())
  }
  worker.on('completed', () => void ended())
  worker.on('failed', (_job, error) => {
    failures.push(error.message)
    void ended()
  })
}

async function send(
  pool: pg.Pool,
  transaction: readonly SentStatement[],
  fill: (text: string) => string,
): Promise<void> {
  const client = await pool.connect()
  try {
    for (const { sql, parameters } of transaction) {
      if (!parameters) await client.query(fill(sql))
      else
        await client.query(
          sql,
          parameters.map((p) => (p === null ? null : fill(p))),
        )
    }
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** The recorded text with this run's ids. */
function filler(
  { executionId, leadId, kept }: BareWork['recorded'],
  job: BareJob,
): (text: string) => string {
  const ids = new Map([
    [executionId, job.executionId],
    [leadId, job.leadId],
    ...kept.map((id): [string, string] => [id, id]),
  ])
  return (text) =>
    text.replace(UUID, (id) => {
      const known = ids.get(id) ?? uuidv7()
      ids.set(id, known)
      return known
    })
}
