/** One seed of chaos: a site of several processes does its work while it is struck; then the books are read. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChaosSiteOptions, startChaosSite } from './chaos-site.ts'
import { type Fault, faultsOf, pick, randomOf, shuffled } from './faults.ts'
import { type Finding, readBooks } from './read-books.ts'
import { approveAll, bringWork, prepare } from './work.ts'

export interface SeedOptions {
  seed: number
  /** Runs of agents in all: nine in ten qualify a lead, the others write into ERPNext. */
  executions: number
  perSecond: number
  leaseS: number
  processes: ChaosSiteOptions['processes']
  /** Guards that are taken out. */
  without?: readonly string[]
  /** These faults alone, in this order; otherwise each once in an order of the seed's, then any. */
  faults?: readonly string[]
  say: (line: string) => void
}

export interface SeedResult {
  findings: Finding[]
  /** How often each kind of fault struck. */
  faults: Record<string, number>
  /** Whose clock was off. */
  clock: string
  seconds: number
}

/** Longest wait for the rest of the work, in leases: what was being sent by the dead is given up after four, and tried again at growing intervals. */
const SETTLE_LEASES = 60
const PAUSE_MS = 400
const HOUR_MS = 3_600_000

export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const { seed, executions, perSecond, leaseS, processes, without = [], say } = options
  const startedAt = performance.now()
  const random = randomOf(seed)
  const seconds = () => (performance.now() - startedAt) / 1_000
  const struck: Record<string, number> = {}
  const notes = Math.ceil(executions / 10)
  const leads = executions - notes
  const clock = clockOf(seed)
  const site = await startChaosSite({ processes, leaseS, clock, without })
  const approving = new AbortController()
  try {
    const records = await prepare(site)
    say(
      `  up after ${seconds().toFixed(0)} s; the clock of ${clock.of} is off by ${clock.ms / 60_000} minutes`,
    )
    const over = new AbortController()
    const work = bringWork(site, { leads, notes, perSecond }, records).finally(() => over.abort())
    const approver = approveAll(site, approving.signal)
    const faults = faultsOf(site, random, leaseS)
    const inOrder = options.faults
      ? options.faults.map((name) => named(faults, name))
      : order(faults, random, () => over.signal.aborted)
    for (const fault of inOrder) {
      await sleep(PAUSE_MS * (0.5 + random()))
      say(`  ${seconds().toFixed(0).padStart(4)} s  ${fault.name}`)
      await fault.strike()
      struck[fault.name] = (struck[fault.name] ?? 0) + 1
    }
    await work
    say(`  ${seconds().toFixed(0).padStart(4)} s  no more faults: waiting for the work to be done`)
    const findings = await readBooks(site, { leads, notes }, SETTLE_LEASES * leaseS * 1_000)
    approving.abort()
    await approver
    return { findings, faults: struck, clock: clock.of, seconds: seconds() }
  } finally {
    approving.abort()
    await site.stop()
  }
}

/** One process has another hour: that of the scheduler, of a worker or of an API. */
function clockOf(seed: number): ChaosSiteOptions['clock'] {
  const roles = ['scheduler 1', 'worker 1', 'api 1']
  return { of: roles[seed % roles.length] ?? '', ms: seed % 2 === 0 ? -HOUR_MS : HOUR_MS }
}

/** @throws where there is none of that name. */
function named(faults: readonly Fault[], name: string): Fault {
  const fault = faults.find((one) => one.name === name)
  if (!fault) throw new Error(`No fault is called "${name}".`)
  return fault
}

/** Each kind once, then any, until the work has come in. */
function* order(faults: readonly Fault[], random: () => number, isOver: () => boolean) {
  yield* shuffled(random, faults)
  while (!isOver()) yield pick(random, faults)
}
