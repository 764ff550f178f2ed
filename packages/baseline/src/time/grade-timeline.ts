import type { Evidence, Flag, JudgedFactor } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Reading } from '../text/reading.ts'
import type { Span } from '../text/spans.ts'
import { readTimes, type Timed } from './read-times.ts'

/** The timeline as graded, and whether something forces contact now. */
export interface TimelineReading {
  readonly factor: JudgedFactor
  readonly flags: readonly Flag[]
  readonly forced: { readonly reason: string; readonly evidence: Evidence[] } | null
}

/** A date named by somebody who is in no hurry. */
const CALM_DATE = 60
/** In no hurry, and no time is set. */
const NO_TIME = 24
/** A date named by somebody who says that there is none. */
const UNDATED = 45

/** Firm times beat vague ones; among firm ones the nearest decides. */
function decide(times: readonly Timed[]): Timed | null {
  const open = times.filter((t) => t.kind !== 'passed')
  const best = (kinds: readonly Timed['kind'][]) =>
    open.filter((t) => kinds.includes(t.kind)).sort((a, b) => b.score - a.score)[0]
  const calm = best(['calm'])
  const firm = best(['now', 'date'])
  const vague = best(['vague'])
  if (calm && (!firm || firm.kind === 'now'))
    return vague ? { ...calm, score: Math.min(calm.score, NO_TIME) } : calm
  // Without hurry, a date is a wish: never more than the low end of what it would be worth.
  if (firm && calm)
    return { ...firm, score: Math.min(firm.score, firm.score < 70 ? 45 : CALM_DATE) }
  // "No date": what is dated beside it is something else.
  if (firm?.kind === 'date' && vague?.isUndated)
    return { ...firm, score: Math.min(firm.score, UNDATED) }
  const passed = times.find((t) => t.kind === 'passed')
  return best(['curious']) ?? firm ?? calm ?? passed ?? best(['window']) ?? vague ?? null
}

/** Grades the timeline by the rubric from what the message says about when. */
export function gradeTimeline(reading: Reading): TimelineReading {
  const fold = reading.message
  const times = readTimes(reading)
  const quote = (s: Span) => evidence('message', fold, s.start, s.end)
  const passed = times.filter((t) => t.kind === 'passed')
  const flags: Flag[] = passed.slice(0, 1).map((t) => ({
    code: 'deadline_passed',
    message: 'A deadline that the lead names is already past.',
    evidence: [quote(t)],
  }))
  const forcing = times.find((t) => t.forces)
  const forced = forcing ? { reason: forcing.said, evidence: [quote(forcing)] } : null
  const decided = decide(times)
  if (!decided) {
    const reasoning = 'The lead says nothing about when.'
    return { factor: { score: null, reasoning, evidence: [] }, flags, forced }
  }
  const factor = { score: decided.score, reasoning: decided.said, evidence: [quote(decided)] }
  return { factor, flags, forced }
}
