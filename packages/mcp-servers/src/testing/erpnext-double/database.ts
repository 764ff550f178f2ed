/** The site's tables in memory, with transactions: what a request wrote is taken back when it fails, or is a GET. */
import type { Row } from './doctype.ts'

export type Name = string | number

export class SiteDatabase {
  readonly #tables = new Map<string, Map<Name, Row>>()
  readonly #counters = new Map<string, number>()
  #undo: (() => void)[] = []

  /** Rows come in no order that a client could rely on; the caller shuffles. */
  rows(doctype: string): Row[] {
    return [...(this.#tables.get(doctype)?.values() ?? [])]
  }

  get(doctype: string, name: unknown): Row | undefined {
    return this.#tables.get(doctype)?.get(name as Name)
  }

  /** MariaDB compares names without regard to case. @returns the stored spelling. */
  spelling(doctype: string, name: unknown): Name | undefined {
    const table = this.#tables.get(doctype)
    if (!table) return undefined
    if (table.has(name as Name)) return name as Name
    const folded = String(name).toLowerCase()
    return [...table.keys()].find((key) => String(key).toLowerCase() === folded)
  }

  put(doctype: string, row: Row): void {
    const table = this.#table(doctype)
    const name = row.name as Name
    const before = table.get(name)
    this.#undo.push(() => (before ? table.set(name, before) : table.delete(name)))
    table.set(name, row)
  }

  /** Writes columns straight into the row: no hooks, no webhooks, as `db_set` does. */
  set(doctype: string, name: unknown, values: Row): void {
    const row = this.get(doctype, name)
    if (row) this.put(doctype, { ...row, ...values })
  }

  remove(doctype: string, name: Name): void {
    const table = this.#table(doctype)
    const before = table.get(name)
    if (!before) return
    this.#undo.push(() => table.set(name, before))
    table.delete(name)
  }

  /** The next number of a series. */
  next(series: string): number {
    const number = this.counter(series) + 1
    this.setCounter(series, number)
    return number
  }

  counter(series: string): number {
    return this.#counters.get(series) ?? 0
  }

  setCounter(series: string, number: number): void {
    const before = this.counter(series)
    this.#undo.push(() => this.#counters.set(series, before))
    this.#counters.set(series, number)
  }

  commit(): void {
    this.#undo = []
  }

  rollback(): void {
    for (const undo of this.#undo.reverse()) undo()
    this.#undo = []
  }

  #table(doctype: string): Map<Name, Row> {
    const table = this.#tables.get(doctype) ?? new Map<Name, Row>()
    this.#tables.set(doctype, table)
    return table
  }
}
