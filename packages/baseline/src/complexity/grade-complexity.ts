import type { Evidence, JudgedFactor } from '@insa/contracts'
import { readWork } from '../fit/read-work.ts'
import scope from '../lexicons/scope.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import { negatedAt } from '../text/negation.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { countSizes } from './count-sizes.ts'

const SCOPE = compileTerms(scope.terms)
/** Services that name a kind of work, not a system. */
const KINDS_OF_WORK = new Set(['automation', 'maintenance', 'commissioning', 'retrofit'])

interface Scope {
  /** Distinct systems: PLC, SCADA, drives … */
  readonly systems: number
  /** Distinct platforms of vendors. */
  readonly platforms: number
  readonly sizes: readonly Span[]
  /** Distinct engineering words. */
  readonly engineering: number
  readonly isTrivial: boolean
  readonly namesWork: boolean
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
  const sizes = countSizes(message).filter((m) => !overlapsAny(m, message.signature))
  const systems = services.filter((m) => !KINDS_OF_WORK.has(m.key))
  const texts = (list: readonly Span[]) =>
    new Set(list.map((m) => message.text.slice(m.start, m.end)))
  return {
    systems: new Set(systems.map((m) => m.key)).size,
    platforms: new Set(platforms.map((m) => m.key)).size,
    sizes,
    engineering: texts(engineering).size,
    isTrivial: terms.some((m) => m.key === 'trivial'),
    namesWork: services.length > 0 || texts(terms.filter((m) => m.key === 'work')).size >= 2,
    words: [
      ...sizes,
      ...engineering,
      ...systems,
      ...platforms,
      ...services,
      ...terms.filter((m) => m.key === 'trivial'),
    ],
  }
}

/** How much detail the scope shows: sizes and engineering words count twice at most each, a platform once. */
const detailOf = (s: Scope): number =>
  Math.min(2, s.sizes.length) + Math.min(2, s.engineering) + Math.min(1, s.platforms)

function scoreOf(s: Scope): { score: number | null; reasoning: string } {
  const detail = detailOf(s)
  if (s.isTrivial && s.systems <= 2 && s.sizes.length === 0 && s.engineering === 0)
    return { score: 30, reasoning: 'A small matter: one part, one change or a question.' }
  if (s.systems >= 2) {
    if (detail >= 3)
      return {
        score: 93,
        reasoning: 'A clear scope of several systems with sizes and engineering words.',
      }
    if (detail === 2)
      return { score: 86, reasoning: 'A scope of several systems with some detail.' }
    if (detail === 1)
      return { score: 77, reasoning: 'Several systems are named, with a platform or a size.' }
    return { score: 65, reasoning: 'Several systems are named, without detail.' }
  }
  if (s.systems === 1) {
    if (detail >= 3)
      return {
        score: 88,
        reasoning: 'A clear scope of one system with sizes and engineering words.',
      }
    if (detail >= 1)
      return { score: 76, reasoning: 'A scope of one system with platform or sizes.' }
    return { score: 56, reasoning: 'A type of work is named, with little detail.' }
  }
  if (s.platforms > 0 && detail >= 2)
    return { score: 75, reasoning: 'A platform is named, with some detail of the scope.' }
  if (s.platforms > 0) return { score: 62, reasoning: 'A platform is named, with little detail.' }
  if (s.namesWork && detail >= 2)
    return { score: 68, reasoning: 'A type of work is named, with some detail.' }
  if (s.namesWork) return { score: 52, reasoning: 'A type of work is named, with little detail.' }
  return { score: null, reasoning: 'The lead does not say what the job consists of.' }
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
