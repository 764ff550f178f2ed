/** PostgreSQL's own pg_dump and pg_restore, from PATH. */
import { spawn } from 'node:child_process'
import { inheritedEnvironment } from '../config.ts'

/** Enough of what a tool says to show its first fault. Characters. */
const KEPT_OUTPUT = 4_000

/**
 * Runs a tool against the database. The password goes through the environment: arguments are readable by every
 * user of the machine.
 * @throws when the tool is missing or fails, with what it said.
 */
export async function runPostgresTool(
  tool: 'pg_dump' | 'pg_restore',
  args: string[],
  databaseUrl: string,
): Promise<void> {
  const { url, env } = withoutPassword(databaseUrl)
  const child = spawn(tool, [...args, '--no-password', `--dbname=${url}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...inheritedEnvironment(), ...env },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < KEPT_OUTPUT) said += text
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? missing(tool) : error),
    )
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${tool} failed: ${said.trim() || `exit code ${code}`}`)
}

const missing = (tool: string) =>
  new Error(
    `${tool} was not found. With DATABASE_URL set, PostgreSQL's client programs do this work: install them in the server's version or a newer one (Debian and Ubuntu: apt-get install postgresql-client), so that ${tool} is in PATH.`,
  )

/** @returns the URL without any password, and the variable that carries it instead. */
function withoutPassword(databaseUrl: string): { url: string; env: { PGPASSWORD?: string } } {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password) || url.searchParams.get('password')
  url.password = ''
  url.searchParams.delete('password')
  return { url: url.href, env: password ? { PGPASSWORD: password } : {} }
}
