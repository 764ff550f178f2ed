/** Tables that fit the terminal: columns that may give way are cut with an ellipsis or wrapped, the others keep their width. */
import Table from 'cli-table3'
import stringWidth from 'string-width'
import type { Paint } from './format-text.ts'

/** Blanks between two columns. */
const GAP = 2
/** No column shrinks below this. */
const NARROWEST = 8

export interface Column<T> {
  title: string
  /** Already free of control characters. */
  text: (row: T) => string
  align?: 'left' | 'right'
  /** May be cut when the terminal is too narrow; the widest such column gives way first. */
  flexible?: boolean
  /** When it gives way, its text goes on in the next line and is not cut. */
  wraps?: boolean
  /** Left out of terminals narrower than this. */
  fromWidth?: number
  /** Colours the text of a cell that has its final width. */
  paint?: (text: string, row: T, paint: Paint) => string
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
}

export function formatTable<T>(
  rows: readonly T[],
  allColumns: readonly Column<T>[],
  { width, paint }: { width: number; paint: Paint },
): string {
  const columns = allColumns.filter(({ fromWidth = 0 }) => width >= fromWidth)
  const texts = rows.map((row) => columns.map((column) => column.text(row)))
  const table = new Table({
    head: columns.map(({ title }) => paint('bold', title)),
    colWidths: columnWidths(columns, texts, width),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  })
  for (const [index, row] of rows.entries()) {
    const cells = texts[index] ?? []
    table.push(
      cells.map((cell, at) => ({
        content: columns[at]?.paint?.(cell, row, paint) ?? cell,
        wordWrap: columns[at]?.wraps ?? false,
      })),
    )
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

function columnWidths<T>(
  columns: readonly Column<T>[],
  texts: readonly (readonly string[])[],
  width: number,
): number[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(stringWidth(title), 1, ...texts.map((cells) => stringWidth(cells[at] ?? ''))),
  )
  const excess = () => widths.reduce((sum, w) => sum + w + GAP, -GAP) - width
  while (excess() > 0) {
    const widest = columns
      .map(({ flexible }, at) => ({ at, size: flexible ? (widths[at] ?? 0) : 0 }))
      .reduce((best, next) => (next.size > best.size ? next : best))
    if (widest.size <= NARROWEST) break
    widths[widest.at] = widest.size - 1
  }
  return widths
}
