/** Whole copies of the embedded database, for backups. The caller holds the lock of the data directory. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { CLUSTER_FOLDER, CLUSTER_OPTIONS, READY_MARKER } from './open-pglite.ts'

export interface ClusterDump {
  /** The cluster's files as one uncompressed tar. */
  tar: Blob
  /** Names of the migrations that it has seen, oldest first. */
  migrations: string[]
}

/** Whether a database stands in the data directory; one that was cut off while being made does not count. */
export const hasCluster = (dataDir: string): boolean =>
  existsSync(join(dataDir, CLUSTER_FOLDER, READY_MARKER))

/** Copies the database as it is: a backup made before an upgrade must not be upgraded by it. */
export async function dumpCluster(dataDir: string): Promise<ClusterDump> {
  const pglite = await PGlite.create({
    ...CLUSTER_OPTIONS,
    dataDir: join(dataDir, CLUSTER_FOLDER),
  })
  try {
    const { rows } = await pglite.query<{ name: string }>(
      'SELECT name FROM schema_migrations ORDER BY name',
    )
    // The files are copied as they lie on disk: all that is only in memory goes there first.
    await pglite.exec('CHECKPOINT')
    return { tar: await pglite.dumpDataDir('none'), migrations: rows.map(({ name }) => name) }
  } finally {
    await pglite.close()
  }
}

/** Makes a database in `dataDir`, where none may stand, from a dump. */
export async function loadCluster(dataDir: string, tar: Blob): Promise<void> {
  const cluster = join(dataDir, CLUSTER_FOLDER)
  await mkdir(cluster, { recursive: true })
  const pglite = await PGlite.create({ ...CLUSTER_OPTIONS, dataDir: cluster, loadDataDir: tar })
  await pglite.close()
  await writeFile(join(cluster, READY_MARKER), '')
}
