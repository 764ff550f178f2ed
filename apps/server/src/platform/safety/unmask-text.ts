/**
 * A text as it could be meant: with the usual disguises undone, one at a time. A model reads base64 and mirrored letters as
 * well as plain ones, so whoever looks for orders has to.
 */

/** Whether what was decoded is words: mostly letters and blanks, and some of each. */
const isWording = (text: string): boolean => {
  const letters = text.match(/[\p{L} ]/gu)?.length ?? 0
  return text.length >= 12 && / /.test(text) && letters / text.length > 0.8
}

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // No text at all: a part number, a key, a picture.
    return ''
  }
}

const fromHex = (digits: string) => decodeUtf8(Buffer.from(digits, 'hex'))

/** Runs that stand for words in another alphabet of code. */
const BLOBS: readonly { run: RegExp; decode: (run: string) => string }[] = [
  { run: /(?:%[0-9a-f]{2}){8,}/gi, decode: (run) => fromHex(run.replaceAll('%', '')) },
  { run: /(?<![0-9a-z])(?:[0-9a-f]{2}){12,}(?![0-9a-z])/gi, decode: fromHex },
  { run: /[a-z0-9+/_-]{16,}={0,2}/gi, decode: (run) => decodeUtf8(Buffer.from(run, 'base64')) },
]

export interface CodedRun {
  start: number
  end: number
  /** What it says. */
  means: string
}

/** @returns the text's runs of code that say words, and its lines that say something when they are turned. */
export const codedRuns = (text: string): CodedRun[] => [
  ...BLOBS.flatMap(({ run, decode }) => runsOf(text, run, decode)).filter(({ means }) =>
    isWording(means),
  ),
  ...[rotated, mirrored].flatMap((turn) =>
    runsOf(text, /[^\n]+/g, turn).filter(({ start, end, means }) =>
      isTurned(text.slice(start, end), means),
    ),
  ),
]

const runsOf = (text: string, run: RegExp, decode: (run: string) => string): CodedRun[] =>
  [...text.matchAll(run)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    means: decode(m[0]),
  }))

/** Little words without which nobody writes a sentence, in the six languages that we read. */
const LITTLE_WORDS = new Set(
  [
    'the to and of for this that is are with you it in on as be',
    'el los las que de este esta es como para con una se en',
    'der die das und ist den dem diese dieser als wie für mit alle auf sie ein eine',
    'os que da do das dos este esta como para com uma em não',
    'le les des du que ce cette comme pour avec est une dans vous',
    'il lo gli di che questo questa come per con una nel è',
  ].flatMap((words) => words.split(' ')),
)
/** So many different ones in a turned line are no chance. */
const TELLING_WORDS = 3

const littleWordsIn = (text: string): number =>
  new Set(
    text
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.filter((w) => LITTLE_WORDS.has(w)),
  ).size

/** A line that is no sentence as it stands, and one when it is turned. */
const isTurned = (line: string, turned: string): boolean =>
  littleWordsIn(turned) >= TELLING_WORDS && littleWordsIn(line) === 0

/** Letters of other scripts that pass for Latin ones, and digits that do in leetspeak. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: '4@аα',
    c: 'сϲ',
    e: '3еε',
    h: 'һ',
    i: '1іι',
    j: 'ј',
    o: '0оο',
    p: 'рρ',
    s: '5ѕ',
    t: '7тτ',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([latin, others]) => [...others].map((other) => [other, latin])),
)
/** Words that hold both, as no word does that people write. */
const DRESSED =
  /\p{L}*(?:(?<=[a-z])[0-9@\p{Script=Cyrillic}\p{Script=Greek}]|[0-9@\p{Script=Cyrillic}\p{Script=Greek}](?=[a-z]))[\p{L}0-9@]*/giu

const undressed = (text: string) =>
  text.replace(DRESSED, (word) => [...word].map((c) => LETTERS[c.toLowerCase()] ?? c).join(''))

/** `m o v e   t h i s` */
const SPACED = /(?<!\S)(?:\S {1,3}){7,}\S(?!\S)/g

const joined = (text: string) =>
  text.replace(SPACED, (run) => run.replaceAll(/(?<=\S) (?=\S)/g, '').replaceAll(/ {2,}/g, ' '))

const rotated = (text: string) =>
  text.replace(/[a-z]/gi, (c) => {
    const base = c <= 'Z' ? 65 : 97
    return String.fromCharCode(base + ((c.charCodeAt(0) - base + 13) % 26))
  })

const mirrored = (text: string) => [...text].reverse().join('')

/** @returns the text itself and what else it could say. */
export const readingsOf = (text: string): string[] => [
  text,
  ...codedRuns(text).map((c) => c.means),
  ...[undressed, joined, rotated, mirrored].map((undo) => undo(text)).filter((t) => t !== text),
]
