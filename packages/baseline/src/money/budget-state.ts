import lexicon from '../lexicons/approval-conditions.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps, type Span } from '../text/spans.ts'
import type { MoneyMatch } from './budget-words.ts'
import type { Sum } from './read-sums.ts'

/** How far the money is. From firm to none. */
export type BudgetState =
  | 'ordered'
  | 'approved'
  | 'blank'
  | 'published'
  | 'planned'
  | 'exists'
  | 'requested'
  | 'rough'
  | 'cheap'
  | 'refused'
  | 'unfunded'
  | 'none'

/** What is said about the money, and the words that say it. */
export interface StateMatch {
  readonly state: BudgetState
  readonly match: MoneyMatch
}

const CONDITIONS = new Map(
  Object.entries(lexicon.languages).map(([l, words]) => [l, words.conditions]),
)
const SUBJECTS = new Map(
  Object.entries(lexicon.languages).map(([l, words]) => [l, new RegExp(words.subjects, 'u')]),
)
const FREE_OFFERS =
  /download|herunterlad|telecharg|descarg|baixa|scaric|newsletter|webinar|quot|visit|estimat|assessment|demo|consult|trial|angebot|besuch|erstgesprach|beratung|cotizac|presupuest|visita|diagnos|asesor|orcament|cotac|proposta|devis|deplacement|conseil|preventiv|sopralluog|consulenz|audit/u

const DENIED =
  /\b(?:kein\w*|nicht|nie|no|not|non|pas|nao|sin|sem|sans|senza|aucun\w*|nessun\w*|without)\b/u
const NO_OBJECT = /problem|issue|object|rolle|concern|constraint/u
/** No money now is a budget not yet there; no money at all is none. */
const FOR_NOW =
  /this (?:year|month|quarter)|\b(?:yet|at the moment|right now|currently|for now)\b|este (?:ano|mes)|por ahora|de momento|por el momento|todavia|aun|dieses jahr|derzeit|zurzeit|momentan|noch|aktuell|pas encore|encore pas|aun no|ainda nao|not yet|neste|no momento|ainda|por enquanto|cette annee|pour l'instant|pour le moment|actuellement|quest'anno|al momento|per ora|ancora/u
/** Words that mean money and never a quotation, as "presupuesto" and "orçamento" may. */
const DENIABLE = /budget|capex|verba|fund|mittel|etat|fondos|fondi|fonds|enveloppe|stanziament/u
const MONEY = /cifr|budget|presup|verba|orcam|fond|fund|mittel|invest|money|capex/u

const NOT_MORE = /^\s(?:more|mas|mehr|de plus|en plus|a mais|mais|di piu|in piu|extra)(?!\p{L})/u
/** Money itself is denied, not only its approval or its amount. */
const NO_MONEY =
  /(?<!\p{L})(?:no|not|without|kein\w*|ohne|sin|ni|sem|nem|pas|aucun\w*|sans|ni|non|senza|nessun\w*|nao|zero)(?!\p{L}).{0,24}(?:budget|money|funds?\b|funding|geld|mittel|etat|presupuest|dinero|plata|fondos|peso|verba|dinheiro|grana|orcament|recurso|argent|fonds|enveloppe|financement|credit|soldi|fondi|risorse)|(?:budget|geld|mittel|verba|presupuesto|orcamento|argent|soldi).{0,24}(?:keine?[ns]?|nicht|zero|null|nulla?|nao existe|no existe|no hay|nao ha|non c'e)(?!\p{L})/u
/** "No fixed budget": there may be money. */
const UNSETTLED =
  /formal|fixed|defin|exact|konkret|fest|genau|fij|fix|precis|limit|approv|aprob|aprov|genehm|freigeg|valid|allo[cu]|liber|asign|stanzi|deliber|set aside|number|numero|zahl|cifr|problem|objection|question|issue/u

/** Words before an approval within which a condition is looked for. */
const CONDITION_REACH = 9

/** "Once the board approves", "approved subject to …": it is not there yet. */
function conditional(fold: Fold, match: MoneyMatch): boolean {
  const clause = spanAt(fold.clauses, match.start)
  const before = fold.words.filter((w) => w.start >= clause.start && w.end <= match.start)
  const said = ` ${before
    .slice(-CONDITION_REACH)
    .map((w) => w.text)
    .join(' ')} `
  return CONDITIONS.get(fold.language)?.some((c) => said.includes(` ${c} `)) ?? false
}

const SUBJECT_TO =
  /^\W+(?:\p{L}+\s){0,2}(?:subject to|conditional|pending|vorbehaltlich|unter (?:dem )?vorbehalt|sujet\w* a|sous reserve|sujeit\w* a|condicionad|salvo|soggett\w* a|a condizione|con reserva|sob reserva)/u

const isReserved = (fold: Fold, match: MoneyMatch): boolean =>
  SUBJECT_TO.test(fold.text.slice(match.end, match.end + 50))

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

/** In the same sentence. */
const near = (fold: Fold, a: Span, b: Span): boolean => overlaps(a, spanAt(fold.sentences, b.start))

/** Is there no money at all, or only none yet? */
function deny(fold: Fold, match: MoneyMatch): BudgetState {
  const { start, end } = spanAt(fold.clauses, match.start)
  const clause = fold.text.slice(start, end)
  return NO_MONEY.test(clause) && !UNSETTLED.test(clause) && !FOR_NOW.test(clause)
    ? 'unfunded'
    : 'refused'
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
      if (isReserved(fold, match)) return 'planned'
      return conditional(fold, match) ? 'requested' : 'approved'
    }
    case 'planned':
      if (!aboutMoney(fold, match, words, sums)) return null
      return match.negated ? 'refused' : 'planned'
    case 'blank':
      return match.negated && !DENIED.test(said) ? null : 'blank'
    case 'published':
      return sums.some((s) => s.role !== 'revenue' && near(fold, s, match)) ? 'published' : null
    case 'exists':
      if (!(match.negated || DENIED.test(said)) || NO_OBJECT.test(said)) return 'exists'
      return deny(fold, match)
    case 'requested':
      return aboutMoney(fold, match, words, sums) ? 'requested' : null
    case 'refused':
      return aboutMoney(fold, match, words, sums) || MONEY.test(said) ? deny(fold, match) : null
    case 'rough':
      return 'rough'
    case 'cheap':
      return match.negated ? null : 'cheap'
    case 'free': {
      // "Not a cent more" is a limit.
      if (NOT_MORE.test(fold.text.slice(match.end, match.end + 16))) return null
      const sentence = spanAt(fold.clauses, match.start)
      const clause = fold.text.slice(sentence.start, sentence.end)
      if (FREE_OFFERS.test(clause)) return null
      return FOR_NOW.test(clause) ? 'refused' : 'none'
    }
    case 'budget':
      return match.negated && DENIABLE.test(said) ? deny(fold, match) : null
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
