/** One page of a list: the rows on stdout, how to go on beside them on stderr. */
import type { Page } from '@insa/contracts'
import type { Column } from './format-table.ts'
import { plural } from './format-text.ts'
import type { Output } from './output.ts'

interface PageFormat<T> {
  columns: readonly Column<T>[]
  /** Singular: `lead`. */
  noun: string
  /** When it does not simply take an s: `audit entries`. */
  nouns?: string
  out: Output
}

export function printPage<T>(page: Page<T>, { columns, noun, nouns, out }: PageFormat<T>): void {
  if (out.isJson) {
    out.json(page)
    return
  }
  if (page.data.length > 0) out.table(page.data, columns)
  const count = plural(page.data.length, noun, nouns ?? `${noun}s`)
  const more = page.next_cursor ? `; more with: --cursor ${page.next_cursor}` : ''
  out.note(page.data.length > 0 || more ? `${count}${more}` : `No ${nouns ?? `${noun}s`}.`)
}
