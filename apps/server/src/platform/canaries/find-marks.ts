/** Finds canary records in a text that goes out, by what no other record has. */
import type { CanaryRecordType } from '@insa/contracts'

/** A canary record as it can be known again. */
export interface Mark {
  canaryId: string
  recordType: CanaryRecordType
  recordId: string
  /** What people call it; null when the record is gone. */
  title: string | null
  /** Its e-mail address and ERPNext name. */
  words: readonly string[]
  /** What it is called; others may be called the same. */
  names: readonly string[]
  markedBy: string
  markedAt: Date
}

/**
 * How a text speaks of records. `record`: as our API presents them, where only `"id"` is the record itself and other ids point to
 * one. `mention`: any way, in a URL, an argument, a tool's answer. `cells`: as a report's cells, which may be any of its columns.
 */
export type Speech = 'record' | 'mention' | 'cells'

/** Shorter ones occur by chance. */
const LEAST_WORD = 6

/** @returns those of the marks that the text speaks of. */
export function findMarks(marks: readonly Mark[], text: string, speech: Speech): Mark[] {
  if (marks.length === 0 || text === '') return []
  const folded = text.toLowerCase()
  return marks.filter((mark) => {
    const id = speech === 'record' ? `"id":"${mark.recordId}"` : mark.recordId
    if (folded.includes(id)) return true
    if (mark.words.some((word) => saysWord(folded, word))) return true
    return speech === 'cells' && mark.names.some((name) => folded.includes(quoted(name)))
  })
}

const quoted = (text: string) => JSON.stringify(text).toLowerCase()

/** As a whole: ana@plant.example is not in joana@plant.example. */
function saysWord(folded: string, word: string): boolean {
  const wanted = quoted(word).slice(1, -1)
  if (wanted.length < LEAST_WORD || !folded.includes(wanted)) return false
  return new RegExp(`(?<![a-z0-9._%+-])${RegExp.escape(wanted)}(?![a-z0-9_-]|\\.[a-z0-9])`).test(
    folded,
  )
}
