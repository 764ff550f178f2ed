/** Gives every vitest run a PostgreSQL: the one of `npm test` when it comes from there, else one of its own. */
import { startPostgres } from './postgres-server.ts'

/** Called by vitest before its workers start, which inherit the variable; what it returns runs at the end. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined
  const server = await startPostgres()
  process.env.TEST_DATABASE_URL = server.url
  return server.stop
}
