/**
 * Errors of this process on their way to the database: grouped and counted in memory, so that who meets an error never waits for
 * it to be written, and nothing is lost while the database is away. Bounded: what finds no place is counted.
 */
import type { ErrorOrigin, ThrownError } from '@insa/contracts'
import { describeError } from './describe-error.ts'
import { fingerprintOf } from './fingerprint.ts'

/** An error that somebody met. */
export interface ErrorReport {
  error: unknown
  origin: ErrorOrigin
  /** The route, the agent; without one, what failed stands for it. */
  where?: string | undefined
  /** What failed, in words of ours. */
  what: string
  traceId?: string | undefined
  executionId?: string | undefined
}

/** One group, as far as this process has seen it and not yet written it. */
export interface HeldError {
  fingerprint: string
  origin: ErrorOrigin
  where: string
  /** Of the last one. */
  sample: {
    what: string
    traceId: string | null
    executionId: string | null
    chain: [ThrownError, ...ThrownError[]]
  }
  /** By its own clock, which no other clock moves: milliseconds, as `performance.now()` tells them. */
  firstAt: number
  lastAt: number
  /** How often, in each tenth of an hour. */
  counts: Map<number, number>
}

export interface ErrorBuffer {
  /** Takes microseconds, and never throws. */
  note(report: ErrorReport): void
  /** What was noted since; `lost`: how many found no place. */
  take(): { held: HeldError[]; lost: number }
  /** It could not be written, and is to be kept. */
  giveBack(held: readonly HeldError[], lost: number): void
}

/** Groups that are held at most. */
const MOST_HELD = 200
/** Tenths of an hour that are told apart in one group: a day. What comes later counts in the last. */
const MOST_TENTHS = 240
export const TENTH_MS = 360_000
/** Longest text of a place, UTF-16 code units. */
const LONGEST = 200

export function createErrorBuffer(now: () => number = () => performance.now()): ErrorBuffer {
  let groups = new Map<string, HeldError>()
  let lost = 0

  const noteNow = ({ error, origin, what, traceId, executionId, ...at }: ErrorReport) => {
    const chain = describeError(error)
    const where = (at.where ?? what).slice(0, LONGEST)
    const fingerprint = fingerprintOf({ origin, where, what, error, chain })
    const sample = {
      what: what.slice(0, LONGEST),
      traceId: traceId ?? null,
      executionId: executionId ?? null,
      chain,
    }
    const lastAt = now()
    const counts = new Map([[Math.floor(lastAt / TENTH_MS), 1]])
    hold({ fingerprint, origin, where, sample, firstAt: lastAt, lastAt, counts })
  }
  const hold = (error: HeldError) => {
    const known = groups.get(error.fingerprint)
    if (!known) {
      if (groups.size < MOST_HELD) groups.set(error.fingerprint, error)
      else lost += total(error)
      return
    }
    known.firstAt = Math.min(known.firstAt, error.firstAt)
    if (error.lastAt >= known.lastAt) {
      known.lastAt = error.lastAt
      known.sample = error.sample
    }
    for (const [tenth, count] of error.counts) add(known.counts, tenth, count)
  }
  return {
    note(report) {
      try {
        noteNow(report)
      } catch {
        // It was one too many; the log has it.
        lost += 1
      }
    },
    take() {
      const taken = { held: [...groups.values()], lost }
      groups = new Map()
      lost = 0
      return taken
    },
    giveBack(held, alsoLost) {
      for (const error of held) hold(error)
      lost += alsoLost
    },
  }
}

const total = ({ counts }: HeldError) => [...counts.values()].reduce((sum, n) => sum + n, 0)

function add(counts: Map<number, number>, tenth: number, count: number): void {
  const isFull = counts.size >= MOST_TENTHS && !counts.has(tenth)
  const place = isFull ? Math.max(...counts.keys()) : tenth
  counts.set(place, (counts.get(place) ?? 0) + count)
}
