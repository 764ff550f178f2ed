/**
 * What autovacuum does on a server, for the embedded database, which has no processes of its own: without it the planner
 * knows nothing of a table's size or values and reads whole tables, and rows that were replaced are never reused.
 */

/** Runs one statement outside a transaction. @returns its rows. */
export type RunStatement = (text: string) => Promise<Record<string, unknown>[]>

/** Between two looks at what has changed, milliseconds. A look takes about two. */
const LOOK_EVERY_MS = 10_000

/**
 * A third of the usual sample: everybody waits meanwhile, 0.3 s at 100,000 leads, and the plans are the same.
 */
const SAMPLE = 'SET default_statistics_target = 30'

/**
 * The shares of autovacuum (a tenth of a table changed: counted anew; a fifth: swept), with a higher base: a table of a few
 * hundred rows needs no statistics. A table that was never counted is, once it is larger than this many bytes; the changes
 * noted are lost when the process ends.
 */
const NEEDY = `
  SELECT c.oid::regclass::text AS name,
    s.n_dead_tup > 500 + 0.2 * greatest(c.reltuples, 0) OR s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0) AS wants_vacuum,
    s.n_mod_since_analyze > 500 + 0.1 * greatest(c.reltuples, 0)
      OR (pg_relation_size(c.oid) > 262144 AND NOT EXISTS (SELECT FROM pg_statistic t WHERE t.starelid = c.oid)) AS wants_analyze
  FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid`

/** One look, and what it shows to be needed: a statement a table, so that others come in between. @returns the tables tended. */
export async function tend(run: RunStatement): Promise<string[]> {
  const tables = await run(
    `SELECT * FROM (${NEEDY}) needy WHERE wants_vacuum OR wants_analyze ORDER BY name`,
  )
  if (tables.length > 0) await run(SAMPLE)
  for (const { name, wants_vacuum, wants_analyze } of tables) {
    await run(wants_vacuum ? `VACUUM (ANALYZE ${wants_analyze}) ${name}` : `ANALYZE ${name}`)
  }
  return tables.map(({ name }) => String(name))
}

/** Tends from time to time; a failure costs nothing but speed. @returns ends it, and waits for what is under way. */
export function tendRegularly(
  run: RunStatement,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(() => tend(run)).then(() => undefined, onError)
  }, LOOK_EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}
