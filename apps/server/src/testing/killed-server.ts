/**
 * A server that kills itself, for tests of what survives: `node killed-server.ts DATA_DIRECTORY CONDITION`.
 * After each transaction of a tenant the condition (a SELECT that gives a row when it is time) is asked; then the process
 * is gone by SIGKILL, in the middle of everything. Prints its address. Started by tests only.
 */
import { sql } from 'kysely'
import { pino } from 'pino'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import type { Database } from '../platform/database/database.ts'
import { openPglite } from '../platform/database/open-pglite.ts'

/** Kills this process as soon as the condition is met. */
function killedWhen(database: Database, condition: string): Database {
  return {
    ...database,
    async tenant(organizationId, work) {
      const result = await database.tenant(organizationId, work)
      const { rows } = await database.sweeper(({ db }) => sql.raw(condition).execute(db))
      if (rows.length > 0) process.kill(process.pid, 'SIGKILL')
      return result
    },
  }
}

const [dataDir = '', condition = ''] = process.argv.slice(2)
let url = ''
const program = await compose({
  config: readConfig({ INSA_DATA_DIR: dataDir }),
  database: killedWhen(await openPglite(dataDir), condition),
  logger: pino({ level: 'warn' }),
  secret: 'a secret of this test, long enough to sign with',
  publicUrl: () => url,
})
url = await program.app.listen({ port: 0, host: '127.0.0.1' })
await program.startWorking()
// As the program's own greeting ends, for those who wait for it.
process.stdout.write(`${url}\nStop with Ctrl-C.\n`)
