import { readWork } from '../fit/read-work.ts'
import scope from '../lexicons/scope.json' with { type: 'json' }
import { keptPer } from '../text/kept.ts'
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

/** What the message says of the job's extent. Counts are of distinct wordings. */
export interface Scope {
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

/** Reads systems, platforms, sizes and engineering words. */
export const readScope: (reading: Reading) => Scope = keptPer(findScope)

function findScope(reading: Reading): Scope {
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
