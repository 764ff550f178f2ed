/** Finds canary records in a text that goes out, by what no other record has. */
import type { CanaryRecordType } from '@insa/contracts'

/** A canary record as it can be known again. */
export interface Mark {
  canaryId: string
  recordType: CanaryRecordType
  recordId: string
  /** What people call it; null when the record is gone. */
  title: string | null
  /** Its name in ERPNext. */
  keys: readonly string[]
  /** Its e-mail address. */
  addresses: readonly string[]
  /** What it is called; others may be called the same. */
  names: readonly string[]
  markedBy: string
  markedAt: Date
}

/**
 * How a text speaks of records. `record`: as our API presents them, where only `"id"` is the record itself and other ids point to
 * one. `own`: what a tool says of the lead that a run is about, in which a stranger may have written anything. `mention`: any
 * way, in a URL, an argument, any other answer of a tool. `cells`: as a report's cells, which may be any of its columns.
 */
export type Speech = 'record' | 'own' | 'mention' | 'cells'

/** Shorter ones occur by chance. */
const LEAST_WORD = 6

/** @returns those of the marks that the text speaks of. */
export function findMarks(marks: readonly Mark[], text: string, speech: Speech): Mark[] {
  if (marks.length === 0 || text === '') return []
  const folded = text.toLowerCase()
  return marks.filter((mark) => SPEAKS[speech](folded, mark))
}

const SPEAKS: Record<Speech, (folded: string, mark: Mark) => boolean> = {
  record: (folded, { recordId, keys, addresses }) =>
    folded.includes(`"id":"${recordId}"`) ||
    [...keys, ...addresses].some((word) => isValue(folded, word)),
  own: (folded, { recordId, keys }) => [recordId, ...keys].some((word) => isValue(folded, word)),
  mention: (folded, { recordId, keys, addresses }) =>
    folded.includes(recordId) || [...keys, ...addresses].some((word) => saysWord(folded, word)),
  cells: (folded, mark) =>
    SPEAKS.mention(folded, mark) || mark.names.some((name) => isValue(folded, name)),
}

const quoted = (text: string) => JSON.stringify(text).toLowerCase()

/** As a whole string of JSON, or of JSON in a string. */
function isValue(folded: string, word: string): boolean {
  if (word.length < LEAST_WORD) return false
  const value = quoted(word)
  return folded.includes(value) || folded.includes(JSON.stringify(value).slice(1, -1))
}

/** As a whole: ana@plant.example is not in joana@plant.example. */
function saysWord(folded: string, word: string): boolean {
  const wanted = quoted(word).slice(1, -1)
  if (wanted.length < LEAST_WORD || !folded.includes(wanted)) return false
  return new RegExp(`(?<![a-z0-9._%+-])${RegExp.escape(wanted)}(?![a-z0-9_-]|\\.[a-z0-9])`).test(
    folded,
  )
}
