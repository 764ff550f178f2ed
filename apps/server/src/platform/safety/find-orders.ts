/**
 * Whether words from outside try to steer whoever judges them. No list finds every order, so nothing is allowed because none
 * was found; but where one is, what a model makes of the text does not take effect by itself. A false alarm costs a look.
 */
import { cleanUntrusted } from '../engines/clean-untrusted.ts'
import lexicon from './order-words.json' with { type: 'json' }
import { codedRuns, readingsOf } from './unmask-text.ts'

type Kind = keyof typeof lexicon.kinds
const KINDS = Object.keys(lexicon.kinds) as Kind[]

/** Kinds of words that together, in one sentence, are more than chance. */
const TOGETHER: readonly (readonly Kind[])[] = [
  ['grading', 'degree'],
  ['grading', 'address'],
  ['grading', 'override'],
  ['grading', 'treatment'],
  ['address', 'override'],
  ['address', 'treatment'],
  ['override', 'treatment'],
  ['treatment', 'degree'],
  ['aside'],
]

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** `*` stands for any ending; a blank for anything between two words. */
function compile(words: readonly string[]): RegExp {
  const patterns = words.map((word) =>
    folded(word)
      .split(' ')
      .map((part) => RegExp.escape(part).replaceAll('\\*', '\\p{L}*'))
      .join('[^\\p{L}\\p{N}]+'),
  )
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}

const PATTERNS = new Map(
  KINDS.map((kind) => [kind, compile(Object.values(lexicon.kinds[kind]).flat())]),
)

/** Lines that pretend not to be the writer's: the turns of a conversation with a model, a note of our own people. */
const PRETENDED =
  /^[^\p{L}\n]*(?:(?:SYSTEM|ASSISTANT|HUMAN|USER|DEVELOPER|Human|Assistant)\s*:|[<[({]\s*\/?\s*(?:[Ii]nternal note|[Nn]ote interne|[Nn]ota interna|[Ii]nterne (?:Notiz|Anmerkung)|[Ii]nterner Vermerk|system|assistant)[\s:>\])}]).*$/gmu

/** Lines that pretend to come from whoever runs the program. */
const FROM_ABOVE =
  /^[^\p{L}\n]*(?:message|note|notice|order|mensaje|nota|aviso|orden|nachricht|hinweis|anweisung|mensagem|ordem|avis|ordre|messaggio|avviso|ordine)\s+(?:from|of|by|del|de|des|der|vom|von|do|da|du|dell|dall|dal|d)[\s'’]+(?:(?:the|your|our|la|el|le|l|dem|den|einem|o|a)[\s'’]+)?(?:admin\p{L}*|amministrat\p{L}*|system\p{L}*|sistema|système|operator\p{L}*|operador\p{L}*|opérateur|operatore|developer|entwickler\p{L}*|desenvolvedor\p{L}*|desarrollador\p{L}*|développeur|sviluppatore|platform|plattform|plataforma|plateforme|piattaforma)\s*:.*$/gimu

/** Longest text that is looked at, in characters; a model is not shown more of one either. */
const MOST_CHARS = 20_000
/** What is told of a find, in characters. */
const SHOWN = 160

/**
 * @param texts as a model gets them; short ones are also read in a row, for an order may be split over fields.
 * @returns the words that look like an order, or null.
 */
export function findOrders(texts: readonly string[]): string | null {
  const whole = texts.map((t) => t.slice(0, MOST_CHARS))
  for (const text of [...whole, whole.filter((t) => t.length < SHOWN).join(' ')]) {
    for (const reading of readingsOf(text)) {
      const found = [
        ...pretendedIn(reading),
        ...sentencesOf(reading).filter((s) => steers(s.text)),
      ][0]
      if (found) return found.text.trim().slice(0, SHOWN)
    }
    // Nobody writes to people in code.
    const [coded] = codedRuns(text)
    if (coded) return coded.means.slice(0, SHOWN)
  }
  return null
}

/**
 * The text without its orders, every other letter where it stood: blanks take the place of what is left out.
 * @param original as it came; what hides in it is looked for as well.
 */
export function blankOrders(original: string): string {
  const { text, toOriginal } = cleanUntrusted(original, Number.POSITIVE_INFINITY)
  const steering = sentencesOf(text).filter((s) => steers(s.text))
  const orders = [...pretendedIn(text), ...steering, ...codedRuns(text)]
  let left = original
  for (const { start, end } of orders.map((o) => toOriginal(o.start, o.end)))
    left = left.slice(0, start) + left.slice(start, end).replaceAll(/[^\n]/g, ' ') + left.slice(end)
  return left
}

interface Piece {
  text: string
  start: number
  end: number
}

const piecesOf = (text: string, pattern: RegExp): Piece[] =>
  [...text.matchAll(pattern)].map((m) => ({
    text: m[0],
    start: m.index,
    end: m.index + m[0].length,
  }))

const sentencesOf = (text: string) => piecesOf(text, /[^.!?;\n]+/g)
const pretendedIn = (text: string) => [...piecesOf(text, PRETENDED), ...piecesOf(text, FROM_ABOVE)]

function steers(sentence: string): boolean {
  const text = folded(sentence)
  const kinds = new Set(KINDS.filter((kind) => PATTERNS.get(kind)?.test(text)))
  return TOGETHER.some((together) => together.every((kind) => kinds.has(kind)))
}
