import type { Evidence, JudgedFactor } from '@insa/contracts'
import { readWork } from '../fit/read-work.ts'
import scope from '../lexicons/scope.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import { negatedAt } from '../text/negation.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { findTimeWords } from '../time/time-words.ts'
import { countSizes } from './count-sizes.ts'
import { isOnePart } from './one-part.ts'

const SCOPE = compileTerms(scope.terms)
/** Services that name a kind of work, not a system. */
const KINDS_OF_WORK = new Set(['automation', 'maintenance', 'commissioning', 'retrofit'])

const INFORMATION =
  /(?<!\p{L})(?:brochures?|catalog\w*|leaflets?|newsletter|webinar|case stud\w*|reading material|more information|general information|prospekt\w*|katalog\w*|broschure\w*|unterlagen|informationsmaterial|folleto\w*|documentacion|material informativo|boletin|infolettre|plaquette\w*|documentation|catalogo|folheto\w*|informazioni generali|depliant|opuscol\w*|presentazione|listino)(?!\p{L})/u
const FAULT =
  /(?<!\p{L})(?:alarms?|alarme\w*|alarma\w*|allarm\w*|faults?|error|fehler\w*|storung\w*|storen|defekt|reparatur|reparieren|repair|broken|fix|falla|fallo|averia\w*|repar\w+|defeito|erro|conserto|consertar|panne|depann\w*|reparer|guast\w*|riparar\w*|errore)(?!\p{L})/u
const RENEWAL =
  /upgrad|migra|moderni|retrofit|replac|new |umbau|umrust|ablos|ersetz|erneuer|modern|actualiz|reemplaz|sustitu|renov|nuev|substitu|troca|reforma|nov[oa]|remplac|mise a|nouve|sostitu|rinnov|ammodern|revamp|nuov|project|projekt|projet|proyect|projeto|progett|audit|assess/u

interface Scope {
  /** Distinct systems: PLC, SCADA, drives … */
  readonly systems: number
  /** Distinct platforms of vendors. */
  readonly platforms: number
  /** Distinct counted sizes: "120 I/O". */
  readonly sizes: number
  /** Ratings and other quantities. */
  readonly quantities: number
  /** Distinct engineering words. */
  readonly engineering: number
  readonly isTrivial: boolean
  readonly namesWork: boolean
  readonly isInformation: boolean
  readonly isRepair: boolean
  /** Words of the message, without what follows the greeting. */
  readonly length: number
  readonly words: readonly Span[]
}

function readScope(reading: Reading): Scope {
  const { message } = reading
  const inText = (m: Span) =>
    !overlapsAny(m, message.signature) && !negatedAt(message, m.start, m.end)
  const work = readWork(reading)
  const services = work.services.filter(inText)
  const platforms = work.platforms.filter(inText)
  const terms = findTerms(message, SCOPE).filter(inText)
  const engineering = terms.filter((m) => m.key === 'engineering')
  const found = countSizes(message)
  const sizes = found.counted.filter((m) => !overlapsAny(m, message.signature))
  const quantities = found.other.filter((m) => !overlapsAny(m, message.signature))
  const systems = services.filter((m) => !KINDS_OF_WORK.has(m.key))
  const texts = (list: readonly Span[]) =>
    new Set(list.map((m) => message.text.slice(m.start, m.end)))
  const kinds = texts(terms.filter((m) => m.key === 'work')).size
  const onMachine = work.industries.some((m) => m.field === 'message')
  const isDown = findTimeWords(message).some((m) => m.key === 'down')
  return {
    systems: new Set(systems.map((m) => m.key)).size,
    platforms: new Set(platforms.map((m) => m.key)).size,
    sizes: texts(sizes).size,
    quantities: texts(quantities).size,
    engineering: texts(engineering).size,
    isTrivial: isOnePart(message) || terms.some((m) => m.key === 'trivial'),
    namesWork:
      services.length > 0 ||
      kinds >= 2 ||
      (kinds >= 1 && (quantities.length > 0 || onMachine)) ||
      isDown,
    isInformation: INFORMATION.test(message.text),
    isRepair: !isDown && FAULT.test(message.text) && !RENEWAL.test(message.text),
    length: message.words.filter((w) => !overlapsAny(w, message.signature)).length,
    words: [
      ...sizes,
      ...engineering,
      ...systems,
      ...platforms,
      ...services,
      ...quantities,
      ...terms.filter((m) => m.key === 'trivial' || m.key === 'work'),
      ...(isDown ? findTimeWords(message).filter((m) => m.key === 'down') : []),
    ],
  }
}

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
