import { foldPhrase } from './fold.ts'

/** A test of one word of a text. */
export interface WordTest {
  /** `number` is any word that begins with a digit. */
  readonly kind: 'word' | 'prefix' | 'suffix' | 'infix' | 'number' | 'any'
  readonly text: string
}

/** A phrase as written, taken apart. */
export type Phrase =
  | { readonly kind: 'test'; readonly test: WordTest }
  | { readonly kind: 'sequence'; readonly parts: readonly Phrase[] }
  | { readonly kind: 'either'; readonly options: readonly Phrase[] }
  | { readonly kind: 'gap'; readonly most: number }

const HYPHEN = /(?<=[\p{L}\p{N}*])-(?=[\p{L}\p{N}*])/gu
const SHORT_GAP = 3
const LONG_GAP = 6

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  throw new Error(`Unclosed alternative in phrase: ${text}`)
}

/** Splits at a character outside of parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    else if (text[at] === separator && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

/** `(a |an )?x` → `(a|an)? x` and `x( to| by)?` → `x (to|by)?`: a blank (or apostrophe) inside a group is a blank beside it. */
function freeGroups(text: string): string {
  let result = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '(') {
      result += text[at] ?? ''
      continue
    }
    const close = closing(text, at)
    const options = splitOutside(text.slice(at + 1, close), '|')
    const filled = options.filter((o) => o !== '')
    const mark = /[?*]/u.test(text[close + 1] ?? '') ? (text[close + 1] ?? '') : ''
    const before = filled.every((o) => o.startsWith(' ')) ? ' ' : ''
    const after = filled.every((o) => /[ ']$/u.test(o)) ? ' ' : ''
    result += `${before}(${options.map((o) => freeGroups(before || after ? o.trim() : o)).join('|')})${mark}${after}`
    at = close + mark.length
  }
  return result
}

/** The spellings of a word with groups inside, a `?` after a letter, or a hyphen. */
function spellings(token: string): string[] {
  const open = token.indexOf('(')
  if (open >= 0) {
    const close = closing(token, open)
    const optional = token[close + 1] === '?'
    const after = token.slice(close + (optional ? 2 : 1))
    const options = splitOutside(token.slice(open + 1, close), '|')
    return (optional ? [...options, ''] : options).flatMap((o) =>
      spellings(token.slice(0, open) + o + after),
    )
  }
  const mark = token.search(/.\?/u)
  if (mark >= 0) {
    const after = token.slice(mark + 2)
    return [token.slice(0, mark + 1), token.slice(0, mark)].flatMap((b) => spellings(b + after))
  }
  const joined = token.replace(HYPHEN, '')
  return joined === token ? [token] : [token, joined]
}

function wordTests(token: string): Phrase {
  const pieces = foldPhrase(token).match(/\*?[\p{L}\p{N}]+\*?|#/gu) ?? []
  const parts = pieces.map((piece): Phrase => {
    if (piece === '#') return { kind: 'test', test: { kind: 'number', text: '' } }
    const [open, close] = [piece.startsWith('*'), piece.endsWith('*')]
    const kind = open && close ? 'infix' : close ? 'prefix' : open ? 'suffix' : 'word'
    return { kind: 'test', test: { kind, text: piece.replaceAll('*', '') } }
  })
  return { kind: 'sequence', parts }
}

function parseToken(token: string): Phrase {
  if (token === '..') return { kind: 'gap', most: SHORT_GAP }
  if (token === '...') return { kind: 'gap', most: LONG_GAP }
  if (token.startsWith('(')) {
    const close = closing(token, 0)
    const mark = token.slice(close + 1)
    if (mark === '*') return { kind: 'gap', most: SHORT_GAP }
    if (mark === '' || mark === '?') {
      const options = splitOutside(token.slice(1, close), '|').map(parseSequence)
      return {
        kind: 'either',
        options: mark ? [...options, { kind: 'sequence', parts: [] }] : options,
      }
    }
  }
  return { kind: 'either', options: spellings(token).map(wordTests) }
}

function parseSequence(text: string): Phrase {
  const tokens = splitOutside(text.trim(), ' ').filter((t) => t !== '')
  return { kind: 'sequence', parts: tokens.map(parseToken) }
}

/**
 * Takes a phrase apart. `migra*` is any word with that beginning, `*anlage` with that end, `*rahm*` with that inside; `(a|b c)` is
 * either, nested as deep as wanted; `(a)?` and the letter before `?` may be missing; `(the|our)*` and `..` stand for up to three
 * words, `...` for up to six; `#` is a number; a hyphen may be written, blank or missing: `on-site` finds "on-site", "on site" and "onsite".
 */
export function parsePhrase(phrase: string): Phrase {
  const parsed = parseSequence(freeGroups(phrase))
  if (parsed.kind !== 'sequence') return parsed
  const parts = [...parsed.parts]
  while (parts[0]?.kind === 'gap') parts.shift()
  while (parts.at(-1)?.kind === 'gap') parts.pop()
  if (parts.length === 0) throw new Error(`Empty phrase: ${phrase}`)
  return { kind: 'sequence', parts }
}
