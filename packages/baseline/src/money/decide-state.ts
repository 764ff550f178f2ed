import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps } from '../text/spans.ts'
import type { BudgetState, StateMatch } from './budget-state.ts'
import type { Sum } from './read-sums.ts'

/** What decides, and a second statement that weakens it: planned but not approved, approved but without a figure. */
export interface DecidedState extends StateMatch {
  readonly mixed: BudgetState | null
}

/** Which of several statements decides, firmest first; a refusal outweighs a mere mention. */
const DECIDING: readonly BudgetState[] = [
  'ordered',
  'approved',
  'blank',
  'none',
  'unfunded',
  'requested',
  'refused',
  'published',
  'planned',
  'cheap',
  'exists',
  'rough',
]
/** Said of the whole lead rather than of one sum. */
const GENERAL: readonly BudgetState[] = ['exists', 'rough', 'cheap']
const FIRM: readonly BudgetState[] = ['ordered', 'approved', 'blank']
const DENIALS: readonly BudgetState[] = ['none', 'unfunded']
const OPEN: readonly BudgetState[] = ['requested', 'refused', 'unfunded']

/** What a budget's state means, in plain words. */
export const SAID: Readonly<Record<BudgetState, string>> = {
  none: 'There is no money for it.',
  unfunded: 'They say that there is no budget.',
  ordered: 'An order can be placed.',
  approved: 'The money is approved or set aside.',
  blank: 'They pay whatever it takes.',
  published: 'The value of the tender is published.',
  requested: 'Approval of the money is under way or still to be asked for.',
  refused: 'The money is not approved, or there is none yet.',
  planned: 'The money is planned.',
  cheap: 'Price is what decides for them.',
  exists: 'They say that a budget exists.',
  rough: 'Only a rough idea of the price is wanted.',
}

const rank = (s: StateMatch): number => DECIDING.indexOf(s.state)
const firmest = (list: readonly StateMatch[]): StateMatch | undefined =>
  [...list].sort((a, b) => rank(a) - rank(b))[0]

/** "We had it approved": of no weight beside a refusal. */
const ONCE =
  /(?<!\p{L})(?:teniamos|tenia|estaba|habia\w*|had|was once|were once|hatten|hatte|war|waren|tinhamos|tinha|estava|avions|avait|etait|etaient|avevamo|aveva|era|erano)(?!\p{L})/u

const isOnce = (fold: Fold, { match }: StateMatch): boolean => {
  const clause = spanAt(fold.clauses, match.start)
  return ONCE.test(fold.text.slice(clause.start, match.end))
}

/** Decides among all that is said about the money; what stands in the sentence of the sum comes first. */
export function decideState(
  all: readonly StateMatch[],
  sum: Sum | undefined,
  fold: Fold,
): DecidedState | null {
  const isRefused = all.some((s) => s.state === 'refused' || DENIALS.includes(s.state))
  const states = all.filter((s) => !(isRefused && FIRM.includes(s.state) && isOnce(fold, s)))
  const sentence = sum && spanAt(fold.sentences, sum.start)
  const near = sentence ? states.filter((s) => overlaps(s.match, sentence)) : []
  const telling = near.filter((s) => !GENERAL.includes(s.state))
  const denied = states.find((s) => DENIALS.includes(s.state))
  const isFirm = states.some((s) => FIRM.includes(s.state))
  const first = denied && !isFirm ? denied : (firmest(telling) ?? firmest(states))
  if (!first) return null
  const scope = telling.includes(first) ? telling : states
  const other = scope.find(
    (s) =>
      s.state !== first.state &&
      (OPEN.includes(first.state) ? s.state === 'planned' : OPEN.includes(s.state)),
  )
  return { ...first, mixed: other?.state ?? null }
}
