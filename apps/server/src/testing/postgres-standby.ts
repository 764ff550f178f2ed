/** A primary and a hot standby that streams from it, as real servers, for what is read from a replica. */
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type PostgresServer, startPostgres } from '../../../../tests/postgres-server.ts'
import { queryPostgres } from './fresh-postgres.ts'

const SLOT = 'insa_test_standby'
/** As fast as it goes, with what a standby needs. */
const REPLICATED = ['fsync=off', 'wal_level=replica', 'hot_standby=on', 'wal_receiver_timeout=2s']

export interface ReplicatedPostgres {
  primary: PostgresServer
  standby: PostgresServer
  /** The standby takes nothing over, and goes on with it. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const primary = await startPostgres(REPLICATED)
  try {
    const standby = await startPostgres(REPLICATED, (data, run) => copyCluster(primary, data, run))
    const replay = (verb: string) =>
      queryPostgres(standby.url, `select pg_wal_replay_${verb}()`).then(() => undefined)
    return {
      primary,
      standby,
      pause: () => replay('pause'),
      resume: () => replay('resume'),
      stop: async () => {
        await standby.stop()
        await primary.stop()
      },
    }
  } catch (error) {
    await primary.stop()
    throw error
  }
}

/** A base backup by hand: pg_basebackup is not among npm's binaries. */
async function copyCluster(
  primary: PostgresServer,
  data: string,
  run: (command: string, args: string[]) => Promise<void>,
): Promise<void> {
  // Begun and ended by one session.
  const client = new pg.Client({ connectionString: primary.url })
  await client.connect()
  try {
    await client.query('select pg_create_physical_replication_slot($1, true)', [SLOT])
    await client.query('select pg_backup_start($1, fast => true)', [SLOT])
    await run('cp', ['-a', primary.data, data])
    await run('rm', ['-f', join(data, 'postmaster.pid'), join(data, 'postmaster.opts')])
    const { rows } = await client.query('select labelfile from pg_backup_stop()')
    await put(join(data, 'backup_label'), rows[0].labelfile)
  } finally {
    await client.end()
  }
  const { hostname, port } = new URL(primary.url)
  const source = `host=${hostname} port=${port} user=postgres`
  const settings = `primary_conninfo = '${source}'\nprimary_slot_name = '${SLOT}'\n`
  await put(join(data, 'postgresql.auto.conf'), settings)
  await put(join(data, 'standby.signal'), '')
}

/** The server runs as another account, and will want to write it. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(file, text)
  await chmod(file, 0o666)
}
