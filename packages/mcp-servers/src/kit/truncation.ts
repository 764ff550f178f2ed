/** Answers that are too long are cut, and say so: what was cut, how much is left, and how to get the rest. */
import { z } from 'zod'

/** Stands in an answer that was cut, and only there. */
export const Truncation = z
  .strictObject({
    cut: z.array(
      z.strictObject({
        /** Where: `data`, or `lead.message`. */
        path: z.string(),
        unit: z.enum(['entries', 'characters']),
        shown: z.int(),
        of: z.int(),
      }),
    ),
    advice: z.string(),
  })
  .meta({ description: 'Only in an answer that was cut to fit.' })
export type Truncation = z.infer<typeof Truncation>

const CUT_ADVICE =
  'Not all is shown. Ask for less (a filter, a smaller limit, fewer fields) or for one entry.'

type Cut = Truncation['cut'][number]
type Json = Record<string, unknown>

/** A text that is cut keeps at least this much. */
const SHORTEST_TEXT = 500
const CUT_MARK = '… [cut]'
/** What `truncated` itself may take. */
const ROOM_FOR_NOTE = 600

/**
 * Cuts long texts first, then lists from their end, until the answer fits.
 * @returns the answer, with `truncated` where something was cut; null where cutting does not help.
 */
export function fitAnswer(answer: Json, maxCharacters: number): Json | null {
  if (sizeOf(answer) <= maxCharacters) return answer
  const room = maxCharacters - ROOM_FOR_NOTE
  const cut: Cut[] = []
  let fitted = answer
  while (sizeOf(fitted) > room) {
    const next = cutLongestText(fitted, room, cut) ?? cutLongestList(fitted, room, cut)
    if (!next) return null
    fitted = next
  }
  return { ...fitted, truncated: { cut: merge(cut), advice: CUT_ADVICE } }
}

const sizeOf = (value: unknown) => JSON.stringify(value).length

interface Place {
  path: readonly (string | number)[]
  size: number
}

function cutLongestText(answer: Json, room: number, cut: Cut[]): Json | null {
  const limit = Math.max(SHORTEST_TEXT, Math.floor(room / 4))
  const longest = findLongest(answer, (value) => typeof value === 'string' && value.length > limit)
  if (!longest) return null
  const text = valueAt(answer, longest.path) as string
  // Not through the middle of a surrogate pair.
  const kept = text.slice(0, limit - CUT_MARK.length).replace(/[\uD800-\uDBFF]$/, '')
  cut.push({
    path: longest.path.join('.'),
    unit: 'characters',
    shown: kept.length,
    of: text.length,
  })
  return replaceAt(answer, longest.path, kept + CUT_MARK) as Json
}

function cutLongestList(answer: Json, room: number, cut: Cut[]): Json | null {
  const longest = findLongest(answer, (value) => Array.isArray(value) && value.length > 1)
  if (!longest) return null
  const list = valueAt(answer, longest.path) as unknown[]
  const excess = sizeOf(answer) - room
  let freed = 0
  let shown = list.length
  while (shown > 1 && freed < excess) {
    shown -= 1
    freed += sizeOf(list[shown]) + 1
  }
  cut.push({ path: longest.path.join('.'), unit: 'entries', shown, of: list.length })
  return replaceAt(answer, longest.path, list.slice(0, shown)) as Json
}

/** The outermost first among equals: a list of leads is cut before a list inside one of them. */
function findLongest(value: unknown, fits: (value: unknown) => boolean): Place | null {
  let longest: Place | null = null
  const visit = (at: unknown, path: readonly (string | number)[]) => {
    if (fits(at)) {
      const size = sizeOf(at)
      if (!longest || size > longest.size) longest = { path, size }
    }
    if (Array.isArray(at)) at.forEach((entry, index) => void visit(entry, [...path, index]))
    else if (typeof at === 'object' && at !== null)
      for (const [key, entry] of Object.entries(at)) visit(entry, [...path, key])
  }
  visit(value, [])
  return longest
}

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce((at, key) => (at as Record<string | number, unknown>)[key], value)

function replaceAt(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((v, i) => (i === key ? replaceAt(v, rest, by) : v))
  const record = value as Json
  return { ...record, [key]: replaceAt(record[key], rest, by) }
}

/** A list or text that was cut twice is told once, with what it had at first; a cut inside what went later is not told. */
function merge(cut: readonly Cut[]): Cut[] {
  const told = new Map<string, Cut>()
  for (const one of cut) {
    const before = told.get(one.path)
    told.set(one.path, before ? { ...one, of: before.of } : one)
  }
  return [...told.values()].filter(
    ({ path }) =>
      ![...told.values()].some(({ path: outer, unit, shown }) => {
        if (unit !== 'entries' || !path.startsWith(`${outer}.`)) return false
        return Number(path.slice(outer.length + 1).split('.')[0]) >= shown
      }),
  )
}
