/**
 * The eye of the worst-case model: it undoes every disguise it knows, two layers deep, and reads on. What it cannot find here,
 * no model is taken to find.
 */

/** What is left of a text for comparing: letters and digits, however they were dressed. */
export function skeleton(text: string): string {
  return [...text.normalize('NFKD').toLowerCase()]
    .filter((c) => /[\p{L}\p{N}@$]/u.test(c))
    .map((c) => LOOKS_LIKE.get(c) ?? c)
    .join('')
}

/** Digits and signs of leetspeak and letters of other scripts, by the Latin letter they pass for. */
const LOOKS_LIKE = new Map(
  Object.entries({
    a: '4@аα',
    b: '8в',
    c: 'сϲ',
    e: '3еε',
    h: 'һ',
    i: '1lіιɩ',
    j: 'ј',
    k: 'кκ',
    m: 'м',
    n: 'ո',
    o: '0оο',
    p: 'рρ',
    s: '5$ѕ',
    t: '7тτ',
    v: 'ν',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([latin, others]) => [...others].map((c) => [c, latin] as const)),
)

/** @returns whether every part of the order can be read somewhere in these texts, in whatever disguise. */
export function canRead(texts: readonly string[], order: readonly string[]): boolean {
  return createReader(texts).reads(order)
}

interface Reader {
  reads(order: readonly string[]): boolean
}

/** Reads the texts once, for many orders; no further than it has to. */
export function createReader(texts: readonly string[]): Reader {
  const views = viewsOf(texts.join('\n'))
  const read: string[] = []
  const finds = (part: string) => {
    if (read.some((text) => text.includes(part))) return true
    for (;;) {
      const { value, done } = views.next()
      if (done) return false
      const text = skeleton(value)
      read.push(text)
      if (text.includes(part)) return true
    }
  }
  return { reads: (order) => order.every((part) => finds(skeleton(part))) }
}

type Undo = (text: string) => string

const fromBytes = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const UNDO: readonly Undo[] = [
  (t) => t.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  (t) => t.replace(/\\[nrt"\\/]/g, ' '),
  (t) => t.replace(/<[^<>]*>/g, ' '),
  (t) =>
    t.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, digits) =>
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(digits, hex ? 16 : 10))),
    ),
  (t) =>
    t.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      fromBytes(Buffer.from(run.replaceAll('%', ''), 'hex')),
    ),
  (t) => t.replace(/[A-Za-z0-9+/_-]{16,}={0,2}/g, (run) => fromBytes(Buffer.from(run, 'base64'))),
  (t) => t.replace(/(?:[0-9a-f]{2}){8,}/gi, (run) => fromBytes(Buffer.from(run, 'hex'))),
  (t) => t.replace(/[a-z]/gi, rotated),
  (t) => [...t].reverse().join(''),
  (t) => t.replace(/[\u{e0020}-\u{e007e}]/gu, (c) => String.fromCodePoint(codeOf(c) - 0xe0000)),
  (t) =>
    t.replace(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+/gu, (run) =>
      fromBytes(Uint8Array.from([...run].map(smuggledByte))),
    ),
]

/** The text as it stands, with one disguise undone, and with two. */
function* viewsOf(text: string): Generator<string> {
  const views = new Set([text])
  yield text
  for (let layer = 0; layer < 2; layer += 1)
    for (const view of [...views])
      for (const undo of UNDO) {
        const next = undo(view)
        if (views.has(next)) continue
        views.add(next)
        yield next
      }
}

const codeOf = (c: string) => c.codePointAt(0) ?? 0

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97
  return String.fromCharCode(base + ((letter.charCodeAt(0) - base + 13) % 26))
}

/** A byte in a variation selector: sixteen of the first block, the rest of the second. */
function smuggledByte(selector: string): number {
  const code = codeOf(selector)
  return code < 0xe0000 ? code - 0xfe00 : code - 0xe0100 + 16
}
