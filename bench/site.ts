/** A real `insa up` in a process of its own, on a free port and a data directory that is gone afterwards. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../', import.meta.url))
export const API_KEY = 'bench-key-0123456789'

export interface Site {
  url: string
  dataDir: string
  /** From the spawn to the first answered request, in milliseconds. */
  startMs: number
  /** Resident memory of the process, in MB. */
  memoryMb(): Promise<number>
  /** A request with the administrator's key. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** Ends the process; the data stays. */
  stop(): Promise<void>
  remove(): Promise<void>
}

const GIVE_UP_MS = 120_000
/** Between two tries to connect: short, as it is part of what is measured. */
const RETRY_MS = 10

/** @param dataDir an earlier site's, for a later start; a new one otherwise. */
export async function startSite(
  options: { empty?: boolean; dataDir?: string; env?: Record<string, string> } = {},
): Promise<Site> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'insa-bench-')))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [join(ROOT, 'apps/server/bin/insa.mjs'), 'up', ...(options.empty ? ['--empty'] : [])],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        INSA_DATA_DIR: dataDir,
        INSA_ADMIN_PASSWORD: 'bench-password',
        INSA_ADMIN_API_KEY: API_KEY,
        LOG_LEVEL: 'warn',
        ...options.env,
        ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}),
      },
    },
  )
  await firstAnswer(child, url, startedAt)
  const startMs = performance.now() - startedAt
  return {
    url,
    dataDir,
    startMs,
    memoryMb: () => residentMb(child),
    request: (path, init) =>
      fetch(url + path, {
        ...init,
        headers: { authorization: `Bearer ${API_KEY}`, ...init?.headers },
      }),
    stop: () => stop(child),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  }
}

/** Waits for the answer to the first request. */
export async function firstAnswer(
  child: ChildProcess,
  url: string,
  startedAt: number,
): Promise<void> {
  for (;;) {
    const answered = await fetch(`${url}/healthz`).then(
      (r) => r.ok,
      () => false,
    )
    if (answered) return
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
    if (performance.now() - startedAt > GIVE_UP_MS) throw new Error('The server did not answer.')
    await sleep(RETRY_MS)
  }
}

/** Resident memory of the process, in MB. */
export async function residentMb(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** Ends the process as a service manager would. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
