import type { CompanyProfile, Flag, JudgedFactor } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Reading } from '../text/reading.ts'
import type { Span } from '../text/spans.ts'
import { type BudgetState, readStates } from './budget-state.ts'
import { findMoneyWords } from './budget-words.ts'
import { convert, resolveCurrency } from './convert.ts'
import { decideState, SAID } from './decide-state.ts'
import { readSums, type Sum } from './read-sums.ts'
import { isGuessed, SMALL_IN_JOBS, scoreBudget } from './score-budget.ts'

/** The budget as graded, and the sum it rests on, for whoever compares it with something else. */
export interface BudgetReading {
  readonly factor: JudgedFactor
  readonly flags: readonly Flag[]
  /** In the profile's currency; null when no sum is named or no rate known. */
  readonly sum: number | null
  readonly state: BudgetState | null
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

function describe(
  chosen: Chosen | null,
  state: BudgetState | null,
  guessed: boolean,
  profile: CompanyProfile,
): string {
  const parts: string[] = []
  if (chosen?.value != null) {
    const value = Math.round(chosen.value).toLocaleString('en-US')
    parts.push(`A sum of about ${profile.currency} ${value} is named.`)
    if (chosen.value < profile.smallest_job) parts.push('It is below the smallest job.')
  } else if (chosen) parts.push(`A sum in ${chosen.currency ?? 'an unknown currency'} is named.`)
  if (guessed) parts.push('They only guess it.')
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
  const decided = decideState(states, chosen?.sum, fold)
  if (!chosen && !decided) {
    const reasoning = 'The lead says nothing about money.'
    return { factor: { score: null, reasoning, evidence: [] }, flags: [], sum: null, state: null }
  }
  const quote = (s: Span) => evidence('message', fold, s.start, s.end)
  const spans = [...(chosen ? [chosen.sum] : []), ...(decided ? [decided.match] : [])]
  const state = decided?.state ?? null
  const known = chosen === null ? null : (chosen.value ?? profile.smallest_job * SMALL_IN_JOBS)
  const guessed = chosen !== null && isGuessed(fold, chosen.sum)
  const factor = {
    score: scoreBudget({ state, mixed: decided?.mixed ?? null, sum: known, guessed }, profile),
    reasoning: describe(chosen, state, guessed, profile),
    evidence: spans.map(quote),
  }
  return { factor, flags: flagsOf(chosen, quote, profile), sum: chosen?.value ?? null, state }
}
