/** How long a client waits for one of our MCP servers, and what it takes while nobody asks: `insa mcp serve`, as it is started. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { pinnedNode } from '../scripts/pinned-node.mjs'
import { ROOT } from '../scripts/setup-state.mjs'
import { type Figure, median, type Say } from './measure.ts'

/** Each with what it is started with; nothing is asked of what stands behind it, so nothing has to. */
const SERVERS: readonly { title: string; name: string; env: Record<string, string> }[] = [
  { title: 'platform', name: 'platform', env: {} },
  { title: 'postgres', name: 'postgres', env: {} },
  { title: 'erpnext on the built-in CRM', name: 'erpnext', env: {} },
  {
    title: 'erpnext on ERPNext',
    name: 'erpnext',
    env: {
      ERPNEXT_URL: 'http://127.0.0.1:9',
      ERPNEXT_API_KEY: 'key-of-the-bench',
      ERPNEXT_API_SECRET: 'secret-of-the-bench',
    },
  },
]
type Started = (typeof SERVERS)[number]

const RUNS = 9
/** The start's garbage has been collected by then. */
const SETTLE_MS = 3_000

const INITIALIZE = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  },
})}\n`

export async function* benchMcpServers(say: Say): AsyncGenerator<Figure> {
  for (const server of SERVERS) {
    const { title } = server
    // The first fills the cache of compiled code.
    await start(server)
    const starts: number[] = []
    const memory: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const { startMs, memoryMb } = await start(server, run < 2)
      starts.push(startMs)
      if (memoryMb !== null) memory.push(memoryMb)
    }
    say(`${title}: ${starts.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    yield {
      what: `MCP server ${title}, from its start to its first answer`,
      measured: median(starts) / 1000,
      unit: 's',
      promised: 0.45,
      how: `median of ${RUNS}, over stdio`,
    }
    yield {
      what: `MCP server ${title}, memory while idle`,
      measured: Math.max(...memory),
      unit: 'MB',
      promised: 140,
      how: `resident, greatest of ${memory.length}`,
    }
  }
}

async function start(
  { name, env }: Started,
  settles = false,
): Promise<{ startMs: number; memoryMb: number | null }> {
  const startedAt = performance.now()
  const child = spawn(pinnedNode(), [`${ROOT}/apps/server/bin/insa.mjs`, 'mcp', 'serve', name], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, INSA_API_KEY: 'insa_key-of-the-bench', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.write(INITIALIZE)
  await once(child.stdout, 'data')
  const startMs = performance.now() - startedAt
  if (settles) await sleep(SETTLE_MS)
  const memoryMb = settles ? await residentMb(child.pid ?? 0) : null
  child.stdin.end()
  await once(child, 'exit')
  return { startMs, memoryMb }
}

/** As Linux tells it. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}
