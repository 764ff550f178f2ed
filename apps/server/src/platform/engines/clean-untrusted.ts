/**
 * Makes words from outside fit to be shown to a model: what people cannot see is taken out, HTML becomes text, encoded blobs
 * and overlong text are cut where one sees it. Every letter that is left knows where it stood, so a quote from the cleaned
 * text is found again in the original.
 */

export interface CleanText {
  text: string
  /** @returns the place in the original of a range of `text`: UTF-16 code units. */
  toOriginal(start: number, end: number): { start: number; end: number }
}

/** Text, and for each of its code units where in the original it begins and ends. */
interface Mapped {
  text: string
  from: number[]
  to: number[]
}

/** Longest text that is shown whole, in characters; of a longer one the beginning and the end are. */
const MAX_CHARS = 12_000
/** The share of the cap that the beginning gets. */
const HEAD_SHARE = 0.75

/** Other ways to end a line than \n: Windows, old Mac, next line, vertical tab, form feed, Unicode's own. */
const LINE_ENDS = /\r\n?|[\u0085\v\f\u2028\u2029]/g

/**
 * Controls, formats (zero width, bidirectional, tag letters), private use, lone surrogates, fillers and blanks that show
 * nothing, variation selectors: https://www.unicode.org/reports/tr36/ and the smuggling of letters in U+E0000 and FE00–E01EF.
 */
const INVISIBLE =
  /(?![\n\t])(?:[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|\u034f|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])/gu

/** Where something begins that a page does not show, and what ends it. */
const HIDDEN_START = /<(?:!--|(script|style|template|head|svg)(?=[\s>]))/gi
const DECLARATION = /<(?:!doctype|\?xml)[^<>]*>/gi

/** Only names of HTML, and only with nothing or attributes behind: `<max@plant.example>` and `a<b and c>d` are text. */
const TAG =
  /<\/?(a|abbr|article|aside|b|big|blockquote|body|br|button|center|code|div|em|figure|font|footer|form|h[1-6]|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|pre|q|s|section|select|small|span|strike|strong|sub|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video)(?:\s+[a-z][\w:-]*\s*=[^<>]*)?\s*\/?>/gi
const BLOCK =
  /^(address|article|aside|blockquote|body|br|center|div|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)$/i

const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: '©',
  euro: '€',
  gt: '>',
  hellip: '…',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  pound: '£',
  quot: '"',
}

/** Percent-encoded letters; base64 or hexadecimal in the lines of a mail; the same without a break. */
const BLOB =
  /(?:%[0-9a-f]{2}){40,}|[A-Za-z0-9+/_-]{60,}(?:\n[A-Za-z0-9+/_-]{60,})+(?:\n[A-Za-z0-9+/_-]+={1,2})?|[A-Za-z0-9+/_-]{120,}={0,2}/gi
/** So many letters of a blob are shown, to say what it is. */
const BLOB_HEAD = 16

/** @param maxChars the longest text that is shown whole. */
export function cleanUntrusted(original: string, maxChars = MAX_CHARS): CleanText {
  let m = identity(original)
  m = rewrite(m, LINE_ENDS, () => '\n')
  m = replace(m, hiddenIn(m.text))
  m = rewrite(m, DECLARATION, () => '')
  m = rewrite(m, TAG, ([, name = '']) => (BLOCK.test(name) ? '\n' : ''))
  m = rewrite(m, ENTITY, ([whole, name = '']) => decodeEntity(name) ?? whole)
  // After the entities, which may stand for what is invisible.
  m = rewrite(m, INVISIBLE, () => '')
  m = rewrite(m, BLOB, ([blob]) => `${blob.slice(0, BLOB_HEAD)}${leftOut(blob.length - BLOB_HEAD)}`)
  m = rewrite(m, /\n[\t ]*(?:\n[\t ]*){2,}/g, () => '\n\n')
  m = cap(m, maxChars)
  const { text, from, to } = m
  return {
    text,
    toOriginal: (start, end) => ({
      start: from[start] ?? original.length,
      end: end > start ? (to[end - 1] ?? original.length) : (from[start] ?? original.length),
    }),
  }
}

const leftOut = (count: number) => ` [… ${count} characters left out …] `

const identity = (text: string): Mapped => ({
  text,
  from: Array.from({ length: text.length }, (_, i) => i),
  to: Array.from({ length: text.length }, (_, i) => i + 1),
})

interface Change {
  start: number
  end: number
  by: string
}

/** @param changes from the first to the last. Each code unit of a replacement stands for all that it replaces. */
function replace(m: Mapped, changes: readonly Change[]): Mapped {
  if (changes.length === 0) return m
  let text = ''
  const from: number[] = []
  const to: number[] = []
  let at = 0
  const copy = (end: number) => {
    text += m.text.slice(at, end)
    for (; at < end; at += 1) {
      from.push(m.from[at] ?? 0)
      to.push(m.to[at] ?? 0)
    }
  }
  for (const { start, end, by } of changes) {
    copy(start)
    text += by
    at = end
    for (let i = 0; i < by.length; i += 1) {
      from.push(m.from[start] ?? 0)
      to.push(m.to[end - 1] ?? 0)
    }
  }
  copy(m.text.length)
  return { text, from, to }
}

const rewrite = (m: Mapped, pattern: RegExp, by: (match: RegExpExecArray) => string): Mapped =>
  replace(
    m,
    [...m.text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      by: by(match),
    })),
  )

/** Comments, scripts, styles: what has no end is left to be seen. Each kind of end is looked for once, so it is linear. */
function hiddenIn(text: string): Change[] {
  const lower = text.toLowerCase()
  const endless = new Set<string>()
  const changes: Change[] = []
  let after = 0
  for (const { index, 1: name } of text.matchAll(HIDDEN_START)) {
    const close = name ? `</${name.toLowerCase()}` : '-->'
    if (index < after || endless.has(close)) continue
    const found = lower.indexOf(close, index)
    const end = found < 0 || !name ? found + close.length : text.indexOf('>', found) + 1
    if (found < 0 || end <= found) endless.add(close)
    else {
      changes.push({ start: index, end, by: '' })
      after = end
    }
  }
  return changes
}

function cap(m: Mapped, maxChars: number): Mapped {
  const over = m.text.length - maxChars
  if (over <= 0) return m
  const start = Math.floor(maxChars * HEAD_SHARE)
  return replace(m, [{ start, end: start + over, by: `\n${leftOut(over)}\n` }])
}

function decodeEntity(name: string): string | null {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? null
  const hex = /^#x/i.test(name)
  const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10)
  return code > 0x10ffff ? null : String.fromCodePoint(code)
}
