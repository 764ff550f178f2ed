/** `insa migrate`: brings the database up to date and exits. */
import { readConfig } from '../config.ts'
import { openSite } from './open-site.ts'

export async function migrateCommand(): Promise<void> {
  const { database, unlock } = await openSite(readConfig(), () => undefined)
  await database.close()
  unlock()
  process.stdout.write(`${'The database is up to date.'}\n`)
}
