/** Cursors: the sort value and id of the last row, opaque to the caller. */
import { z } from 'zod'
import { invalid } from './errors.ts'

const Cursor = z.tuple([z.union([z.string(), z.number(), z.null()]), z.uuid()])
export type Cursor = z.infer<typeof Cursor>

const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** @throws AppError 422 for a cursor that we did not make. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw invalidCursor()
  }
}

/** For a cursor that this list did not make. */
export const invalidCursor = () =>
  invalid([{ path: 'cursor', code: 'invalid_cursor', message: 'Not a cursor of this list.' }])

/** Cuts one row more than asked into a page and the cursor of its last row. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  cursorOf: (row: R) => Cursor,
  present: (row: R) => T,
): { data: T[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(present),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  }
}
