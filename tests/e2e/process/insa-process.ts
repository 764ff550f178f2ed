/** The real program, `insa up`, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@insa/contracts'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'

/** Milliseconds that a start may take: two seconds where nothing else runs, but a busy machine may be slow. */
export const START_MS = 120_000

/** What the tests give as INSA_ADMIN_API_KEY. */
export const API_KEY = 'key-of-the-process-tests'

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) killGroup(child)
})

/** With whatever it has started itself: `npm start` is two processes. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export interface InsaProcess {
  pid: number
  /** Everything it has printed, by stream. */
  stdout(): string
  stderr(): string
  /** The address that it prints when it is ready. @throws with its output when it ends or takes too long. */
  url(): Promise<string>
  /** @returns the exit code, or the signal that ended it. */
  ended: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

/**
 * Starts `insa up` on any free port, another role, or what `command` says, with nothing of our environment but PATH.
 */
export function startInsa(
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
  command: 'up' | 'api' | 'worker' | 'scheduler' | readonly [string, ...string[]] = 'up',
): InsaProcess {
  const [program, ...first] =
    typeof command === 'string'
      ? [pinnedNode(), join(ROOT, 'apps/server/bin/insa.mjs'), command]
      : command
  const child = spawn(program, [...first, ...args], {
    cwd: tmpdir(), // a start from anywhere finds its files
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own
  })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return code ?? signal
  })
  return {
    pid: child.pid ?? 0,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    url: () => address(child, said),
    ended,
    kill: (signal) => void child.kill(signal),
  }
}

function address(child: ChildProcess, said: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${said.stdout}${said.stderr}`))
    const timer = setTimeout(() => fail('The program did not start in time.'), START_MS)
    const look = () => {
      // The last line of the greeting: all of it is there.
      const url =
        /Stop with Ctrl-C/.test(said.stdout) && /(http:\/\/\S+)/.exec(greeting(said.stdout))
      if (!url) return
      clearTimeout(timer)
      resolve(url[1] ?? '')
    }
    child.stdout?.on('data', look)
    child.once('close', (code) => fail(`The program ended with ${code}.`))
    look()
  })
}

const isLogged = (line: string) => line.startsWith('{')

/** The JSON lines of the output: what a file or a collector of logs would hold. */
export const logOf = (output: string) => output.split('\n').filter(isLogged).join('\n')

/** The other lines: what is said to the person at the terminal. */
export const greeting = (output: string) =>
  output
    .split('\n')
    .filter((line) => !isLogged(line))
    .join('\n')

/** The API with the key of INSA_ADMIN_API_KEY. */
export const clientOf = async (insa: InsaProcess) =>
  createClient({ baseUrl: await insa.url(), apiKey: API_KEY })

/** Ends every process that a test left, at once. */
export async function killAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const closed = once(child, 'close')
      killGroup(child)
      return closed
    }),
  )
}

export interface Folder {
  path: string
  remove(): Promise<void>
}

/** An empty folder of the test's own. */
export async function emptyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'insa-process-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}
