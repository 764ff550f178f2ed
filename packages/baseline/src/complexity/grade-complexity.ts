import type { Evidence, JudgedFactor } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { readScope, type Scope } from './read-scope.ts'

/**
 * What a bare mention of the work is worth, and what each kind of detail adds to it. Calibrated on labelled leads: sizes tell
 * most, then platforms and systems.
 */
const BASE = 46
/** Several systems, sizes and engineering words together: the scope is clear. */
const CLEAR = 4
const upTo = (most: number, n: number): number => Math.max(0, Math.min(most, n))
const pointsOf = (s: Scope): number =>
  7 * upTo(1, s.systems) +
  5 * upTo(2, s.systems - 1) +
  12 * upTo(1, s.platforms) +
  2 * upTo(2, s.platforms - 1) +
  17 * upTo(1, s.sizes) +
  4 * upTo(3, s.sizes - 1) +
  3 * upTo(3, s.quantities) +
  5 * upTo(1, s.engineering) +
  2 * upTo(2, s.engineering - 1) +
  (s.systems >= 2 && s.sizes > 0 && s.engineering > 0 ? CLEAR : 0)
/** Leaflets and general information are wanted, not a job. */
const ONLY_INFORMATION = 10
/** One machine with a fault, and nothing to be renewed. */
const ONLY_REPAIR = 22
/** Words of a message in which a small matter is all there is. */
const BRIEF = 70
const TRIVIAL = 20

function scoreOf(s: Scope): { score: number | null; reasoning: string } {
  const detail = s.sizes + s.engineering
  if (s.isTrivial && s.systems <= 2 && detail === 0 && s.length <= BRIEF)
    return { score: TRIVIAL, reasoning: 'A small matter: one part, one change or a question.' }
  if (s.systems + s.platforms === 0 && !s.namesWork)
    return { score: null, reasoning: 'The lead does not say what the job consists of.' }
  const less = s.sizes > 0 ? 0 : s.isInformation ? ONLY_INFORMATION : s.isRepair ? ONLY_REPAIR : 0
  const score = Math.round(Math.min(95, BASE + pointsOf(s)) - less)
  return { score, reasoning: reasonOf(s, score) }
}

function reasonOf(s: Scope, score: number): string {
  const parts = [
    s.systems >= 2
      ? 'several systems are named'
      : s.systems === 1
        ? 'one system is named'
        : 'a type of work is named',
    ...(s.platforms > 0 ? ['with platforms'] : []),
    ...(s.sizes > 0 ? ['with sizes'] : s.quantities > 0 ? ['with some quantities'] : []),
    ...(s.engineering > 0 ? ['in words of engineering'] : []),
  ]
  const clear = score >= 86 ? 'A clear scope' : score >= 66 ? 'A scope' : 'Little detail'
  return `${clear}: ${parts.join(', ')}.`
}

/** Judges how clear and substantial the scope is that we could earn on. */
export function gradeComplexity(reading: Reading): JudgedFactor {
  const found = readScope(reading)
  const { score, reasoning } = scoreOf(found)
  const taken: Span[] = []
  const quotes: Evidence[] = []
  for (const word of score === null ? [] : found.words) {
    if (overlapsAny(word, taken) || quotes.length >= 8) continue
    taken.push(word)
    quotes.push(evidence('message', reading.message, word.start, word.end))
  }
  return { score: quotes.length === 0 ? null : score, reasoning, evidence: quotes }
}
