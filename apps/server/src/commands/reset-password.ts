/** `insa reset-password EMAIL`: a new password for a person, from the machine that holds the data. */
import { randomBytes } from 'node:crypto'
import { CliError, EXIT } from '@insa/cli'
import { type Config, readConfig } from '../config.ts'
import { hasCluster } from '../platform/database/copy-cluster.ts'
import { listAdministratorEmails, setPassword } from '../platform/identity/set-password.ts'
import { openSite } from './open-site.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url')

/** @throws DataDirectoryInUse while a server runs on the data directory; CliError where nobody has this address. */
export async function resetPassword(
  email: string,
  config: Config = readConfig(),
  terminal: Terminal = processTerminal,
): Promise<void> {
  if (!config.databaseUrl && !hasCluster(config.dataDir)) {
    throw new CliError(`There is no INSA CRM data in ${config.dataDir}.`, {
      exitCode: EXIT.notFound,
      hint: 'Name the directory with INSA_DATA_DIR, or the server with DATABASE_URL.',
    })
  }
  const { database, unlock } = await openSite(config, () => undefined)
  try {
    const password = newPassword()
    if (!(await setPassword(database, { email, password }))) {
      const administrators = (await listAdministratorEmails(database)).join(', ')
      throw new CliError(`Nobody has an account with ${email}.`, {
        exitCode: EXIT.notFound,
        ...(administrators ? { hint: `The administrators: ${administrators}` } : {}),
      })
    }
    terminal.say(`Sign in   ${email.toLowerCase()} / ${password}`)
    terminal.say('          This password is shown once. Who was signed in as them is so no more.')
  } finally {
    await database.close()
    unlock()
  }
}
