import lexicon from '../lexicons/approval-conditions.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps } from '../text/spans.ts'
import type { MoneyMatch } from './budget-words.ts'
import type { Sum } from './read-sums.ts'

/** How far the money is. From firm to none. */
export type BudgetState =
  | 'ordered'
  | 'approved'
  | 'planned'
  | 'exists'
  | 'requested'
  | 'rough'
  | 'cheap'
  | 'refused'
  | 'none'

/** What is said about the money, and the words that say it. */
export interface StateMatch {
  readonly state: BudgetState
  readonly match: MoneyMatch
}

const CONDITIONS = new Map(
  Object.entries(lexicon.languages).map(([l, words]) => [l, new Set(words.conditions)]),
)
const SUBJECTS = new Map(
  Object.entries(lexicon.languages).map(([l, words]) => [l, new RegExp(words.subjects, 'u')]),
)
const FREE_OFFERS =
  /quot|visit|estimat|assessment|demo|consult|trial|angebot|besuch|erstgesprach|beratung|cotizac|presupuest|visita|diagnos|asesor|orcament|cotac|proposta|devis|deplacement|conseil|preventiv|sopralluog|consulenz|audit/u

const DENIED =
  /\b(?:kein\w*|nicht|nie|no|not|non|pas|nao|sin|sem|sans|senza|aucun\w*|nessun\w*|without)\b/u
const NO_OBJECT = /problem|issue|object|rolle|concern|constraint/u
/** No money now is a budget not yet there; no money at all is none. */
const FOR_NOW =
  /this (?:year|month|quarter)|\b(?:yet|at the moment|right now|currently|for now)\b|este (?:ano|mes)|por ahora|de momento|por el momento|todavia|aun|dieses jahr|derzeit|zurzeit|momentan|noch|aktuell|neste|no momento|ainda|por enquanto|cette annee|pour l'instant|pour le moment|actuellement|quest'anno|al momento|per ora|ancora/u
/** Words that mean money and never a quotation, as "presupuesto" and "orçamento" may. */
const DENIABLE = /budget|capex|verba|fund|mittel|etat|fondos|fondi|fonds|enveloppe|stanziament/u
const MONEY = /budget|presup|verba|orcam|fond|fund|mittel|invest|money|capex/u

/** Words before an approval within which a condition is looked for. */
const CONDITION_REACH = 9

function conditional(fold: Fold, match: MoneyMatch): boolean {
  const conditions = CONDITIONS.get(fold.language)
  const sentence = spanAt(fold.clauses, match.start)
  const before = fold.words.filter((w) => w.start >= sentence.start && w.end <= match.start)
  return before.slice(-CONDITION_REACH).some((w) => conditions?.has(w.text) ?? false)
}

function aboutMoney(
  fold: Fold,
  match: MoneyMatch,
  words: readonly MoneyMatch[],
  sums: readonly Sum[],
) {
  const sentence = spanAt(fold.sentences, match.start)
  const text = fold.text.slice(sentence.start, sentence.end)
  return (
    sums.some((s) => overlaps(s, sentence) && s.role !== 'revenue') ||
    words.some((w) => w.key === 'budget' && overlaps(w, sentence) && !overlaps(w, match)) ||
    (SUBJECTS.get(fold.language)?.test(text) ?? false)
  )
}

function stateOf(
  fold: Fold,
  match: MoneyMatch,
  words: readonly MoneyMatch[],
  sums: readonly Sum[],
): BudgetState | null {
  const said = fold.text.slice(match.start, match.end)
  switch (match.key) {
    case 'po':
      return match.negated ? 'refused' : conditional(fold, match) ? 'requested' : 'ordered'
    case 'approved': {
      if (!aboutMoney(fold, match, words, sums)) return null
      if (match.negated) return 'refused'
      return conditional(fold, match) ? 'requested' : 'approved'
    }
    case 'planned':
      if (!aboutMoney(fold, match, words, sums)) return null
      return match.negated ? 'refused' : 'planned'
    case 'exists':
      return (match.negated || DENIED.test(said)) && !NO_OBJECT.test(said) ? 'refused' : 'exists'
    case 'requested':
      return aboutMoney(fold, match, words, sums) ? 'requested' : null
    case 'refused':
      return aboutMoney(fold, match, words, sums) || MONEY.test(said) ? 'refused' : null
    case 'rough':
      return 'rough'
    case 'cheap':
      return match.negated ? null : 'cheap'
    case 'free': {
      const sentence = spanAt(fold.clauses, match.start)
      const clause = fold.text.slice(sentence.start, sentence.end)
      if (FREE_OFFERS.test(clause)) return null
      return FOR_NOW.test(clause) ? 'refused' : 'none'
    }
    case 'budget':
      return match.negated && DENIABLE.test(said) ? 'refused' : null
    default:
      return null
  }
}

/** All that a text says about how firm its money is. A phrase inside a longer one of another meaning says nothing. */
export function readStates(
  fold: Fold,
  words: readonly MoneyMatch[],
  sums: readonly Sum[],
): StateMatch[] {
  const states = words.flatMap((match) => {
    const state = stateOf(fold, match, words, sums)
    return state === null ? [] : [{ state, match }]
  })
  const size = (m: MoneyMatch) => m.end - m.start
  return states.filter(
    (a) => !states.some((b) => overlaps(a.match, b.match) && size(b.match) > size(a.match)),
  )
}
