/** The conformance suite as it is published, in a process of its own; what it found, check by check. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { ROOT } from '../../scripts/setup-state.mjs'

const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js')
/** Of one run of the suite, milliseconds. */
const TIMEOUT_MS = 120_000

interface Check {
  id: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  errorMessage?: string
}

export interface SuiteResult {
  exitCode: number
  /** The checks of each scenario, by its name. */
  scenarios: Map<string, Check[]>
  /** What did not succeed, in words. */
  faults: string[]
  output: string
}

/** @param args as on its command line, e.g. `server --url …`. */
export async function runSuite(args: readonly string[]): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-conformance-'))
  try {
    const { exitCode, output } = await run([...args, '--output-dir', folder])
    const scenarios = new Map<string, Check[]>()
    for (const entry of await readdir(folder, { recursive: true })) {
      if (!entry.endsWith('checks.json')) continue
      scenarios.set(scenarioOf(entry), JSON.parse(await readFile(join(folder, entry), 'utf8')))
    }
    const faults = [...scenarios].flatMap(([name, checks]) =>
      checks
        .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
        .map(({ id, errorMessage }) => `${name}: ${id}: ${errorMessage ?? 'failed'}`),
    )
    return { exitCode, scenarios, faults, output }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `server-ping-2026-01-01T00-00-00-000Z/checks.json`, or below a folder of its group. */
const scenarioOf = (path: string): string =>
  path.replace(/-\d{4}-\d{2}-\d{2}T.*$/, '').replace(/^server-(?=.)/, '')

function run(args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ exitCode: number; output: string }>()
  execFile(
    pinnedNode(),
    [SUITE, ...args],
    { timeout: TIMEOUT_MS, env: { PATH: process.env.PATH } },
    (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code ?? 1) : 0, output: `${stdout}\n${stderr}` }),
  )
  return promise
}
