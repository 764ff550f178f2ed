import type { CompanyProfile, Flag, JudgedFactor } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps, type Span } from '../text/spans.ts'
import { type BudgetState, readStates, type StateMatch } from './budget-state.ts'
import { findMoneyWords } from './budget-words.ts'
import { convert, resolveCurrency } from './convert.ts'
import { readSums, type Sum } from './read-sums.ts'

/** The budget as graded, and the sum it rests on, for whoever compares it with something else. */
export interface BudgetReading {
  readonly factor: JudgedFactor
  readonly flags: readonly Flag[]
  /** In the profile's currency; null when no sum is named or no rate known. */
  readonly sum: number | null
  readonly state: BudgetState | null
}

/** A budget below this many smallest jobs is small (the rubric: 5,000–15,000 with a smallest job of 5,000). */
const SMALL_IN_JOBS = 3

/** Which of several statements decides, firmest first; a refusal outweighs a mere mention. */
const DECIDING: readonly BudgetState[] = [
  'none',
  'ordered',
  'approved',
  'requested',
  'refused',
  'planned',
  'cheap',
  'exists',
  'rough',
]
const WITH_SUM: Readonly<Record<BudgetState, number>> = {
  none: 8,
  ordered: 96,
  approved: 95,
  requested: 58,
  refused: 34,
  planned: 80,
  cheap: 40,
  exists: 78,
  rough: 70,
}
const WITHOUT_SUM: Readonly<Record<BudgetState, number>> = {
  none: 5,
  ordered: 92,
  approved: 82,
  requested: 52,
  refused: 28,
  planned: 65,
  cheap: 28,
  exists: 60,
  rough: 32,
}
const SAID: Readonly<Record<BudgetState, string>> = {
  none: 'There is no money for it.',
  ordered: 'An order can be placed.',
  approved: 'The money is approved.',
  requested: 'Approval of the money is under way or still to be asked for.',
  refused: 'The money is not approved, or there is none yet.',
  planned: 'The money is planned.',
  cheap: 'Price is what decides for them.',
  exists: 'They say that a budget exists.',
  rough: 'Only a rough idea of the price is wanted.',
}

interface Chosen {
  readonly sum: Sum
  readonly value: number | null
  readonly currency: string | null
}

function chooseSum(sums: readonly Sum[], reading: Reading, profile: CompanyProfile): Chosen | null {
  const named = sums.filter((s) => s.role === 'budget')
  const candidates = named.length > 0 ? named : sums.filter((s) => s.role === 'unclear')
  const valued = candidates.map((sum) => {
    const currency = resolveCurrency(sum, reading.lead.country)
    return { sum, currency, value: convert((sum.low + sum.high) / 2, currency, profile) }
  })
  return valued.sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0] ?? null
}

function chooseState(states: readonly StateMatch[], sum: Sum | undefined, fold: Fold) {
  const sentence = sum && spanAt(fold.sentences, sum.start)
  const near = sentence ? states.filter((s) => overlaps(s.match, sentence)) : []
  const rank = (s: StateMatch) => DECIDING.indexOf(s.state)
  const firmest = (list: readonly StateMatch[]) => [...list].sort((a, b) => rank(a) - rank(b))[0]
  const telling = near.filter((s) => !['exists', 'rough', 'cheap'].includes(s.state))
  return firmest(telling) ?? firmest(states) ?? null
}

function scoreOf(state: BudgetState | null, value: number | null, profile: CompanyProfile): number {
  if (value === null) return state === null ? 50 : WITHOUT_SUM[state]
  const base = state === null ? 76 : WITH_SUM[state]
  if (value < profile.smallest_job)
    return Math.min(base, state === 'approved' || state === 'ordered' ? 15 : 12)
  if (value < profile.smallest_job * SMALL_IN_JOBS) {
    return state === 'approved' || state === 'ordered' ? 75 : Math.min(base, 55)
  }
  return base
}

function describe(
  chosen: Chosen | null,
  state: BudgetState | null,
  profile: CompanyProfile,
): string {
  const parts: string[] = []
  if (chosen?.value != null) {
    const value = Math.round(chosen.value).toLocaleString('en-US')
    parts.push(`A sum of about ${profile.currency} ${value} is named.`)
    if (chosen.value < profile.smallest_job) parts.push('It is below the smallest job.')
  } else if (chosen) parts.push(`A sum in ${chosen.currency ?? 'an unknown currency'} is named.`)
  if (state) parts.push(SAID[state])
  return parts.join(' ')
}

function flagsOf(
  chosen: Chosen | null,
  quote: (s: Span) => Flag['evidence'][number],
  profile: CompanyProfile,
) {
  const flags: Flag[] = []
  if (!chosen) return flags
  if (chosen.value === null) {
    const message = `No exchange rate is set for ${chosen.currency ?? 'the currency'}.`
    flags.push({ code: 'unknown_currency', message, evidence: [quote(chosen.sum)] })
  } else if (chosen.value < profile.smallest_job) {
    const message = 'The sum named is below the smallest job.'
    flags.push({ code: 'budget_below_smallest_job', message, evidence: [quote(chosen.sum)] })
  }
  return flags
}

/** Grades the budget by the rubric from what the message says about money. */
export function gradeBudget(reading: Reading, profile: CompanyProfile): BudgetReading {
  const fold = reading.message
  const words = findMoneyWords(fold)
  const sums = readSums(fold, words)
  const states = readStates(fold, words, sums)
  const chosen = chooseSum(sums, reading, profile)
  const decided = chooseState(states, chosen?.sum, fold)
  if (!chosen && !decided) {
    const reasoning = 'The lead says nothing about money.'
    return { factor: { score: null, reasoning, evidence: [] }, flags: [], sum: null, state: null }
  }
  const quote = (s: Span) => evidence('message', fold, s.start, s.end)
  const spans = [...(chosen ? [chosen.sum] : []), ...(decided ? [decided.match] : [])]
  const state = decided?.state ?? null
  const known = chosen === null ? null : (chosen.value ?? profile.smallest_job * SMALL_IN_JOBS)
  const factor = {
    score: scoreOf(state, known, profile),
    reasoning: describe(chosen, state, profile),
    evidence: spans.map(quote),
  }
  return { factor, flags: flagsOf(chosen, quote, profile), sum: chosen?.value ?? null, state }
}
