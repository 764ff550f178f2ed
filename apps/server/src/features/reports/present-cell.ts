import type { SqlReport } from '@insa/contracts'

type Cell = SqlReport['rows'][number][number]

/** Longest text of a cell, UTF-16 code units; what is longer is cut, visibly. */
const MAX_TEXT = 2_000

/** A value of PostgreSQL as JSON: times as ISO 8601, what has no form of its own as its text. */
export function presentCell(value: unknown): Cell {
  if (Array.isArray(value)) return value.slice(0, 100).map((entry) => presentScalar(entry))
  return presentScalar(value)
}

function presentScalar(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value instanceof Date)
    return Number.isNaN(value.valueOf()) ? String(value) : value.toISOString()
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… [cut]` : text
}
