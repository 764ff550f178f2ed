import type { Evidence } from '@insa/contracts'
import type { Fold } from './fold.ts'

/** Longest quote kept, in UTF-16 code units. */
const LONGEST_QUOTE = 240

/** The words of `field` that the folded stretch `start`–`end` stands for, quoted literally from the original. */
export function evidence(
  field: Evidence['field'],
  fold: Fold,
  start: number,
  end: number,
): Evidence {
  const last = Math.max(start, Math.min(end, fold.text.length) - 1)
  const from = fold.starts[start] ?? 0
  let to = fold.ends[last] ?? fold.original.length
  if (to - from > LONGEST_QUOTE) {
    const cut = fold.starts.findIndex((s) => s >= from + LONGEST_QUOTE)
    to = fold.ends[cut - 1] ?? to
  }
  return { field, quote: fold.original.slice(from, to), start: from, end: to }
}
