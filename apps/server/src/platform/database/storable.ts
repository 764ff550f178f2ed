/** Text that PostgreSQL can keep: no NUL, no half surrogate pairs. What comes from elsewhere may hold both. */
import { isStorable } from '@insa/contracts'

/** Deeper than any value of ours; whoever walks one deeper might run out of stack. */
const MAX_DEPTH = 64

const cleanText = (text: string) => text.replaceAll('\u0000', '\ufffd').toWellFormed()

/** The value with the replacement character where text cannot be kept; what is nested too deep is left out, and says so. */
export function toStorable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[nested too deep]'
  if (Array.isArray(value)) return value.map((v) => toStorable(v, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [cleanText(key), toStorable(v, depth + 1)]),
  )
}

/** Whether it can be kept as it is. */
export function isStorableValue(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= MAX_DEPTH) return false
  return Object.entries(value).every(([k, v]) => isStorable(k) && isStorableValue(v, depth + 1))
}
