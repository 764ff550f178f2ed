/** A real Redis for the tests, thrown away afterwards, and one that a test may kill and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureRedis } from '../scripts/ensure-redis.ts'
import { endProcess } from './end-process.ts'
import { freePort } from './free-port.ts'

/** Longest time a start may take, in milliseconds; it takes 20, but a busy machine may be slow. */
const START_TIMEOUT_MS = 30_000

/** One for each test that wants one: fresh-redis.ts counts them. */
const DATABASES = 4_096

export interface RedisServer {
  url: string
  port: number
  /** Kills it as a power cut would; what it held is gone. */
  kill(): Promise<void>
  /** Stops and continues it: it takes connections, and answers nothing meanwhile. */
  freeze(): void
  thaw(): void
  /** After `kill`: on the same port, empty. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

export interface RedisOptions {
  /** The port of a server that it copies. */
  replicaOf?: number
  /** A sentinel then: it holds no data, watches servers, and keeps these lines of its file up to date itself. */
  sentinel?: readonly string[]
}

/** Starts a server on a free port of loopback. */
export async function startRedis({ replicaOf, sentinel }: RedisOptions = {}): Promise<RedisServer> {
  const program = await ensureRedis()
  const folder = await mkdtemp(join(tmpdir(), 'insa-test-redis-'))
  const port = await freePort()
  let server: ChildProcess | undefined
  const kill = () => void server?.kill('SIGKILL')
  const start = async () => {
    const args = sentinel ? [join(folder, 'sentinel.conf')] : []
    const settings = { port, bind: '127.0.0.1', dir: folder }
    args.push(...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]))
    if (sentinel) args.push('--sentinel')
    else args.push('--databases', `${DATABASES}`, '--save', '', '--appendonly', 'no')
    if (replicaOf) args.push('--replicaof', `127.0.0.1 ${replicaOf}`)
    server = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    await accepting(server, sentinel ? /Sentinel ID is/ : /ready to accept connections/i)
  }
  if (sentinel) await writeFile(join(folder, 'sentinel.conf'), `${sentinel.join('\n')}\n`)
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (server) await endProcess(server, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill: async () => (server ? endProcess(server, 'SIGKILL') : undefined),
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    startAgain: start,
    stop,
  }
}

function accepting(server: ChildProcess, sign: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const fail = (why: string) => reject(new Error(`Redis did not start: ${why}\n${log}`))
    const timer = setTimeout(() => fail('no answer in time'), START_TIMEOUT_MS)
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (log.length < 10_000) log += text
        if (!sign.test(log)) return
        clearTimeout(timer)
        resolve()
      })
    }
    server.on('error', (error) => fail(error.message))
    server.on('exit', (code, signal) => fail(`it ended with ${code ?? signal}`))
  })
}
