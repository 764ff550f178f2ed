/** The embedded database: PostgreSQL in this process, its files in the data directory. */
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { dataDir as preparedCluster } from '@electric-sql/pglite-prepopulatedfs'
import { Kysely, sql } from 'kysely'
import { createDatabase, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import { FastPgliteDialect } from './pglite-dialect.ts'
import type { DB } from './schema.generated.ts'
import { tendRegularly } from './tend-pglite.ts'

// int8 (counts, sequence numbers) fits a number here; PGlite would mix numbers and BigInts.
const PARSERS = { 20: Number }

/** What every opening of the cluster needs, also one that only copies it. */
export const CLUSTER_OPTIONS = { extensions: { pg_trgm }, parsers: PARSERS }

/** The folder of the cluster inside the data directory. */
export const CLUSTER_FOLDER = 'pgdata'

/** Written when the first migration has ended: a directory without it was cut off while being made. */
export const READY_MARKER = 'insa-ready'

/**
 * Opens (or makes) the embedded database and brings its schema up to date. Without `dataDir` it lives in memory, for tests.
 * The caller holds the lock of the data directory: PGlite itself lets two processes corrupt it without a word.
 */
export async function openPglite(
  dataDir: string | null,
  onTendingError: (error: unknown) => void = () => undefined,
): Promise<Database> {
  const pglite = await openCluster(dataDir)
  letOthersIn(pglite)
  forgetUnusedTypes(pglite)
  try {
    await migrate({
      exec: async (text) => void (await pglite.exec(text)),
      query: async (text) => (await pglite.query<Record<string, unknown>>(text)).rows,
    })
  } catch (error) {
    await pglite.close()
    throw error
  }
  if (dataDir) await writeFile(join(dataDir, CLUSTER_FOLDER, READY_MARKER), '')
  const db = new Kysely<DB>({ dialect: new FastPgliteDialect(pglite) })
  const database = createDatabase('pglite', db, async () => {
    if (!pglite.closed) await pglite.close()
  })
  // In memory there are tests, whose plans shall not depend on time.
  if (!dataDir) return database
  const stopTending = tendRegularly(
    async (text) => (await sql.raw<Record<string, unknown>>(text).execute(db)).rows,
    onTendingError,
  )
  const close = async () => {
    await stopTending()
    await database.close()
  }
  return { ...database, close }
}

async function openCluster(dataDir: string | null): Promise<PGlite> {
  if (!dataDir) return PGlite.create({ ...CLUSTER_OPTIONS, loadDataDir: await preparedCluster() })
  const cluster = join(dataDir, CLUSTER_FOLDER)
  if (existsSync(join(cluster, READY_MARKER)))
    return PGlite.create({ ...CLUSTER_OPTIONS, dataDir: cluster })
  await rm(cluster, { recursive: true, force: true })
  await mkdir(cluster, { recursive: true })
  // A prepared cluster takes about 1 s where initdb takes 2 to 8.
  return PGlite.create({
    ...CLUSTER_OPTIONS,
    dataDir: cluster,
    loadDataDir: await preparedCluster(),
  })
}

/** Arrays that our statements return: of int2, text, float8 and uuid. */
const ARRAY_TYPES = [1005, 1009, 1022, 2951]

/**
 * PGlite copies its table of parsers for every statement, and most of it is for arrays of types that nobody uses: that took a
 * quarter of a qualification's time.
 */
function forgetUnusedTypes(pglite: PGlite): void {
  const used = new Set([...Object.keys(types.parsers), ...ARRAY_TYPES.map(String)])
  for (const type of Object.keys(pglite.parsers)) {
    if (!used.has(type)) delete pglite.parsers[type]
  }
}

/** Requests and signals wait at most about this long behind statements. Milliseconds. */
const TURN_MS = 5

/**
 * PGlite's statements end in microtasks only: while one follows another, Node would reach neither sockets nor signals, and a
 * long queue of executions would be a frozen server. So every few milliseconds the event loop gets a turn.
 */
function letOthersIn(pglite: PGlite): void {
  const execute = pglite.execProtocolRaw.bind(pglite)
  let lastTurn = performance.now()
  pglite.execProtocolRaw = async (message, options) => {
    if (performance.now() - lastTurn > TURN_MS) {
      await nextTurn()
      lastTurn = performance.now()
    }
    return execute(message, options)
  }
}
