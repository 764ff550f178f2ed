import { type HiddenText, readHtml } from './html.ts'
import type { Language } from './language.ts'
import { type Clauses, splitClauses } from './sentences.ts'
import type { Span } from './spans.ts'
import { readZones, type Zones } from './zones.ts'

/** A word of a folded text; offsets into `Fold.text`. */
export interface Word extends Span {
  readonly text: string
  /** The word with doubled letters made single, so that "aproved" and "budgett" are found. Short words stay as they are, shorthand is written out. */
  readonly key: string
}

/**
 * A text made ready for matching: lower case, no accents, no invisible characters, markup blanked. Every offset of
 * `text` maps back to the original through `starts` and `ends`.
 */
export interface Fold extends Clauses, Zones {
  readonly original: string
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly words: readonly Word[]
  /** What the sender hid: HTML comments, unseen elements, Unicode tag characters. Offsets into `original`. */
  readonly hidden: readonly HiddenText[]
  /** The language whose negation and months apply. */
  readonly language: Language
}

export interface FoldOptions {
  readonly language?: Language
  /** Stretches of the original to blank, e.g. sentences that address the scorer. */
  readonly mask?: readonly Span[]
}

const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164]$/u
const TAG_CHARACTERS = /[\u{E0000}-\u{E007F}]+/gu
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'ss',
  œ: 'oe',
  Œ: 'oe',
  æ: 'ae',
  Æ: 'ae',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  ı: 'i',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '′': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '\t': ' ',
  '\r': ' ',
  '×': 'x',
  '•': '*',
  '·': '*',
}
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&euro;': '€',
  '&pound;': '£',
  '&#8364;': '€',
  '&ndash;': '-',
  '&mdash;': '-',
  '&auml;': 'a',
  '&ouml;': 'o',
  '&uuml;': 'u',
  '&szlig;': 'ss',
  '&eacute;': 'e',
  '&aacute;': 'a',
  '&iacute;': 'i',
  '&oacute;': 'o',
  '&uacute;': 'u',
  '&ntilde;': 'n',
  '&ccedil;': 'c',
  '&atilde;': 'a',
  '&otilde;': 'o',
  '&egrave;': 'e',
  '&agrave;': 'a',
}
const ENTITY = /&(?:[a-z]{2,6}|#\d{2,5});/giy

function foldCharacter(character: string): string {
  const known = LETTERS[character]
  if (known !== undefined) return known
  if (character.charCodeAt(0) < 128) return character.toLowerCase()
  if (INVISIBLE.test(character)) return ''
  const folded = character
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
  return /^\p{Zs}$/u.test(folded) ? ' ' : folded
}

function blankedUnits(original: string, spans: readonly Span[]): Uint8Array {
  const blanked = new Uint8Array(original.length)
  for (const span of spans) blanked.fill(1, span.start, span.end)
  return blanked
}

interface Folded {
  text: string
  starts: number[]
  ends: number[]
}

function foldCharacters(original: string, blanked: Uint8Array): Folded {
  let text = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  while (at < original.length) {
    const character = String.fromCodePoint(original.codePointAt(at) ?? 32)
    let size = character.length
    let folded = blanked[at] ? (character === '\n' ? '\n' : ' ') : foldCharacter(character)
    if (character === '&' && !blanked[at]) {
      ENTITY.lastIndex = at
      const entity = ENTITY.exec(original)?.[0]
      const meant = entity === undefined ? undefined : ENTITIES[entity.toLowerCase()]
      if (entity !== undefined && meant !== undefined) {
        folded = meant
        size = entity.length
      }
    }
    // A dropped mark belongs to the letter before it, so that a quote never cuts a grapheme in two.
    if (folded === '' && ends.length > 0) ends[ends.length - 1] = at + size
    for (let i = 0; i < folded.length; i++) {
      starts.push(at)
      ends.push(at + size)
    }
    text += folded
    at += size
  }
  return { text, starts, ends }
}

/** Shortest word whose doubled letters may be typing errors: below it they tell words apart ("pero", "perro"). */
const SHORTEST_TYPO = 7

/** A word's key: see `Word`. */
export const wordKey = (text: string): string =>
  text.length < SHORTEST_TYPO ? text : text.replace(/(\p{L})\1/gu, '$1')

/** How people write in a hurry. */
const SHORTHAND: Readonly<Record<string, string>> = {
  q: 'que',
  ke: 'que',
  qdo: 'quando',
  pra: 'para',
  ta: 'esta',
  vc: 'voce',
  vcs: 'voces',
  hj: 'hoje',
  tb: 'tambem',
  pls: 'please',
  plz: 'please',
  u: 'you',
}

/** The words of a folded text: runs of letters and digits. */
function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), (m) => ({
    text: m[0],
    key: SHORTHAND[m[0]] ?? wordKey(m[0]),
    start: m.index,
    end: m.index + m[0].length,
  }))
}

/** Folds a word or phrase of a lexicon the way texts are folded. */
export const foldPhrase = (phrase: string): string =>
  foldCharacters(phrase, new Uint8Array(phrase.length)).text

function tagText(original: string): HiddenText[] {
  return Array.from(original.matchAll(TAG_CHARACTERS), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
    text: String.fromCodePoint(
      ...Array.from(m[0], (c) => Math.max(32, (c.codePointAt(0) ?? 0) - 0xe0000)),
    ),
  }))
}

/** Folds a text for matching. See `Fold`. */
export function foldText(original: string, options: FoldOptions = {}): Fold {
  const { markup, hidden } = readHtml(original)
  const blanked = blankedUnits(original, [...markup, ...(options.mask ?? [])])
  const folded = foldCharacters(original, blanked)
  return {
    original,
    ...folded,
    words: splitWords(folded.text),
    hidden: [...hidden, ...tagText(original)],
    language: options.language ?? 'en',
    ...splitClauses(folded.text, (at) => {
      const from = folded.starts[at] ?? original.length
      return original.slice(from, from + 4)
    }),
    ...readZones(folded.text),
  }
}
