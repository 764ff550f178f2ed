/** A backup where DATABASE_URL is set: pg_dump's custom format, which any PostgreSQL tool reads. */
import { stat } from 'node:fs/promises'
import { replaceFile } from './replace-file.ts'
import { runPostgresTool } from './run-postgres-tool.ts'
import { formatSize, type Terminal } from './terminal.ts'

export async function backupPostgres(
  databaseUrl: string,
  file: string,
  terminal: Terminal,
): Promise<void> {
  terminal.progress('pg_dump is running …')
  await replaceFile(file, (temporary) =>
    runPostgresTool('pg_dump', ['--format=custom', `--file=${temporary}`], databaseUrl),
  )
  terminal.progress(null)
  const { size } = await stat(file)
  terminal.say(`Backed up the database of DATABASE_URL to ${file} (${formatSize(size)}).`)
  terminal.say(
    'It does not hold the secret key: keep INSA_SECRET_KEY, or the file secret-key in the data directory, beside it.',
  )
}
