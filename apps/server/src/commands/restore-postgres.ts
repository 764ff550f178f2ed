/** A restore where DATABASE_URL is set: into an empty database, so that nothing can be lost. */
import { stat } from 'node:fs/promises'
import { openPostgres } from '../platform/database/open-postgres.ts'
import { prepareEmptyPostgres } from '../platform/database/prepare-empty-postgres.ts'
import { describeContents } from './describe-contents.ts'
import { runPostgresTool } from './run-postgres-tool.ts'
import { formatSize, type Terminal } from './terminal.ts'

export async function restorePostgres(
  databaseUrl: string,
  file: string,
  terminal: Terminal,
): Promise<void> {
  await prepareEmptyPostgres(databaseUrl)
  terminal.progress('pg_restore is running …')
  // In one transaction: a restore that fails leaves the database as empty as it was.
  const args = ['--no-owner', '--exit-on-error', '--single-transaction', file]
  await runPostgresTool('pg_restore', args, databaseUrl)
  terminal.progress('Opening the restored database …')
  const database = await openPostgres(databaseUrl, () => undefined)
  const contents = await describeContents(database).finally(() => database.close())
  const { size } = await stat(file)
  terminal.progress(null)
  terminal.say(
    `Restored ${file} (${formatSize(size)}) into the database of DATABASE_URL: ${contents}.`,
  )
}
