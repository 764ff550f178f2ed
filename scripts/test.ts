/**
 * `npm test`: every check and every test, one line each; what a failed one printed is shown whole. The last line is
 * `N passed, N failed`, whatever happens. `--only NAME[,NAME]` runs some (`--only checks`, `--only unit`).
 */
import { parseArgs, styleText } from 'node:util'
import { startPostgres } from '../tests/postgres-server.ts'
import { startRedis } from '../tests/redis-server.ts'
import type { Outcome } from './count-tests.ts'
import { ensureChromium } from './ensure-chromium.ts'
import { STEPS, type Step } from './test-steps.ts'

/** Checks run side by side: two on the two cores that the smallest machine has. Tests fill the machine by themselves. */
const LANES = 2

interface Totals {
  passed: number
  failed: number
}

const totals: Totals = { passed: 0, failed: 0 }
const cleanups: (() => Promise<void>)[] = []

function chosen(): readonly Step[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
  const names = values.only?.flatMap((value) => value.split(',')) ?? []
  const known = new Set(STEPS.flatMap((s) => [s.group, s.name]))
  const unknown = names.find((name) => !known.has(name))
  if (unknown) throw new Error(`--only ${unknown}: there is ${[...known].join(', ')}.`)
  return STEPS.filter((s) => !values.only || names.includes(s.name) || names.includes(s.group))
}

/** @param isAlone it has the last line of the terminal to itself until it ends. */
async function runStep(step: Step, env: NodeJS.ProcessEnv, isAlone: boolean): Promise<void> {
  const start = performance.now()
  const waiting = process.stdout.isTTY && isAlone
  if (waiting) process.stdout.write(`… ${step.title}`)
  const outcome = await step.run(env).catch(crashed)
  if (waiting) process.stdout.write('\r\x1b[K')
  totals.passed += outcome.passed
  totals.failed += outcome.failed
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`
  const ok = outcome.failed === 0
  const tests = step.group === 'tests' ? `${outcome.passed} passed, ${outcome.failed} failed` : ''
  const mark = ok ? styleText('green', '✓') : styleText('red', '✗')
  console.log(`${mark} ${step.title.padEnd(28)}${tests.padEnd(28)}${seconds.padStart(8)}`)
  if (!ok) console.log(`\n${outcome.output.trim()}\n`)
}

const crashed = (error: unknown): Outcome => ({
  passed: 0,
  failed: 1,
  output: error instanceof Error ? (error.stack ?? error.message) : String(error),
})

async function runChecks(steps: readonly Step[]): Promise<void> {
  const queue = [...steps]
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) await runStep(step, {}, false)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

async function runTests(steps: readonly Step[]): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env }
  const stages = Map.groupBy(steps, (step) => step.stage ?? step.name)
  for (const together of stages.values()) {
    const ready: Step[] = []
    for (const step of together) ready.push(await prepared(step, env))
    await Promise.all(ready.map((step) => runStep(step, env, ready.length === 1)))
  }
}

/** With what it needs; where that is not to be had, it fails as a test does. */
const prepared = (step: Step, env: NodeJS.ProcessEnv): Promise<Step> =>
  prepare(step, env).then(
    () => step,
    (error: unknown) => ({ ...step, run: async () => crashed(error) }),
  )

/** What a step needs is started before the first that needs it, and shared with the later ones. */
async function prepare(step: Step, env: NodeJS.ProcessEnv): Promise<void> {
  if (step.needs.includes('postgres') && !env.TEST_DATABASE_URL) {
    const server = await startPostgres()
    cleanups.push(server.stop)
    env.TEST_DATABASE_URL = server.url
  }
  if (step.needs.includes('redis') && !env.TEST_REDIS_URL) {
    const server = await startRedis()
    cleanups.push(server.stop)
    env.TEST_REDIS_URL = server.url
  }
  if (step.needs.includes('chromium')) env.CHROMIUM_PATH = await ensureChromium()
}

async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0)) await cleanup()
}

async function main(): Promise<void> {
  const steps = chosen()
  await runChecks(steps.filter((s) => s.group === 'checks'))
  await runTests(steps.filter((s) => s.group === 'tests'))
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(code)))
}

try {
  await main()
} catch (error) {
  totals.failed++
  console.log(error instanceof Error ? error.message : String(error))
} finally {
  await cleanUp()
}
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1
