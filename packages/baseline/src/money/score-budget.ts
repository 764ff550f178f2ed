import type { CompanyProfile } from '@insa/contracts'
import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import type { Span } from '../text/spans.ts'
import type { BudgetState } from './budget-state.ts'

/** A budget below this many smallest jobs is small (the rubric: 5,000–15,000 with a smallest job of 5,000). */
export const SMALL_IN_JOBS = 3
/** Above this many smallest jobs a small budget that is approved is enough for a small job. */
const FAIR_IN_JOBS = 2

const WITH_SUM: Readonly<Record<BudgetState, number>> = {
  none: 8,
  unfunded: 10,
  ordered: 96,
  approved: 94,
  blank: 90,
  published: 85,
  requested: 58,
  refused: 38,
  planned: 79,
  cheap: 40,
  exists: 77,
  rough: 62,
}
const WITHOUT_SUM: Readonly<Record<BudgetState, number>> = {
  none: 5,
  unfunded: 10,
  ordered: 90,
  approved: 77,
  blank: 68,
  published: 60,
  requested: 51,
  refused: 28,
  planned: 64,
  cheap: 28,
  exists: 60,
  rough: 32,
}
/** A sum that nothing is said about. */
const BARE_SUM = 75
/** A sum that is somebody's guess. */
const GUESSED = 50
/** In the plan, and not yet released. */
const PLANNED_NOT_RELEASED = 68
/** They said yes, but there is no figure, or a part is still open. */
const YES_WITHOUT_FIGURE = 57
const FIRM: readonly BudgetState[] = ['ordered', 'approved', 'blank']

const GUESS =
  /(?<!\p{L})(?:i'?d guess|guess\w*|i (?:think|suppose|imagine|believe)|maybe|perhaps|presumably|hopefully|creo|quiza\w*|tal vez|supongo|imagino|me imagino|seguramente|estimo|ojala|glaube|denke|schatze|vielleicht|vermutlich|vermute|hoffentlich|womoglich|acho|talvez|chuto|suponho|quem sabe|je pense|je crois|je suppose|j'imagine|peut-etre|sans doute|penso|credo|forse|immagino|suppongo|probabilmente|magari)(?!\p{L})/u

/** Does the clause of the sum, or the one before it, call it a guess? */
export function isGuessed(fold: Fold, sum: Span): boolean {
  const sentence = spanAt(fold.sentences, sum.start)
  return GUESS.test(
    fold.text.slice(Math.max(sentence.start, sum.start - 70), Math.min(sentence.end, sum.end + 40)),
  )
}

/** What the budget is graded by. */
export interface BudgetGround {
  readonly state: BudgetState | null
  /** A second statement that weakens the first. */
  readonly mixed: BudgetState | null
  /** In the profile's currency; null when no sum is named. */
  readonly sum: number | null
  readonly guessed: boolean
}

/** 0–100 by the rubric's budget. */
export function scoreBudget(ground: BudgetGround, profile: CompanyProfile): number {
  const { state, mixed, sum, guessed } = ground
  const isFirm = state !== null && FIRM.includes(state)
  if (sum === null) {
    if (state === null) return GUESSED
    return isFirm && mixed !== null && state !== 'ordered' ? YES_WITHOUT_FIGURE : WITHOUT_SUM[state]
  }
  let base = state === null ? BARE_SUM : WITH_SUM[state]
  if (mixed === 'planned' && state !== 'unfunded') base = PLANNED_NOT_RELEASED
  if (guessed && !isFirm) base = Math.min(base, GUESSED)
  if (sum < profile.smallest_job) return Math.min(base, isFirm ? 15 : 10)
  if (sum >= profile.smallest_job * SMALL_IN_JOBS) return base
  if (!isFirm) return Math.min(base, 55)
  return sum >= profile.smallest_job * FAIR_IN_JOBS ? 84 : 66
}
