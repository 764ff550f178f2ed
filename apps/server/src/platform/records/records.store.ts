/** The SQL that every kind of record shares. What only one of them has stands in its own store. */
import { type RawBuilder, sql } from 'kysely'
import { validate as isUuid, v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { type Cursor, invalidCursor } from '../http/cursor.ts'
import { invalid } from '../http/errors.ts'
import type { RecordKind, RecordRow, RecordTable } from './record-kind.ts'
import { orderOf } from './record-sorts.ts'
import { searchedRecords } from './search-records.store.ts'

/** Column by column; undefined is "not sent", null is "cleared". */
export type Values = Record<string, unknown>

const columnsOf = ({ table, columns, days = [] }: RecordKind) =>
  sql.join(
    columns.map((name) => {
      const column = sql.ref(`${table}.${name}`)
      return days.includes(name) ? sql`${column}::text as ${sql.ref(name)}` : column
    }),
  )

const sent = (values: Values) => Object.entries(values).filter(([, value]) => value !== undefined)

/** @param values may bring an id and times of the past. */
export async function insertRecord<Row extends RecordRow>(
  tx: TenantTx,
  kind: RecordKind,
  values: Values,
): Promise<Row> {
  const entries = sent({ id: uuidv7(), ...values })
  const names = entries.map(([name]) => sql.ref(name))
  const { rows } = await sql<Row>`
    insert into ${sql.table(kind.table)} (${sql.join(names)})
    values (${sql.join(entries.map(([, value]) => value))})
    returning ${columnsOf(kind)}`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error(`No ${kind.noun} came back from its insert.`)
  return row
}

/** @param key our id or the ERPNext name. `lock`: nobody else changes it until the transaction has ended. */
export async function findRecord<Row extends RecordRow>(
  tx: TenantTx,
  kind: RecordKind,
  key: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Row | undefined> {
  const column = sql.ref(`${kind.table}.${isUuid(key) ? 'id' : 'erpnext_name'}`)
  const { rows } = await sql<Row>`
    select ${columnsOf(kind)} from ${sql.table(kind.table)} where ${column} = ${key}
    order by id limit 1 ${lock ? sql`for no key update` : sql``}`.execute(tx.db)
  return rows[0]
}

/** Changes the fields sent, if the version is still the one read. @returns undefined when it is not. */
export async function updateRecord<Row extends RecordRow>(
  tx: TenantTx,
  kind: RecordKind,
  { id, version }: Pick<RecordRow, 'id' | 'version'>,
  values: Values,
): Promise<Row | undefined> {
  const changes = [
    ...sent(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
    sql`version = version + 1`,
    sql`updated_at = ${new Date()}`,
  ]
  const { rows } = await sql<Row>`
    update ${sql.table(kind.table)} set ${sql.join(changes)} where id = ${id} and version = ${version}
    returning ${columnsOf(kind)}`.execute(tx.db)
  return rows[0]
}

export async function deleteRecord(
  tx: TenantTx,
  { table }: RecordKind,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`delete from ${sql.table(table)} where id = ${id} returning id`.execute(
    tx.db,
  )
  return rows.length > 0
}

export interface ListOptions {
  where: readonly RawBuilder<boolean>[]
  q?: string | undefined
  sort: string
  limit: number
  after: Cursor | null
}

/**
 * One record more than asked, so that the caller sees whether a page follows.
 * @throws AppError 422 for the cursor of another sort.
 */
export async function listRecords<Row extends RecordRow>(
  tx: TenantTx,
  kind: RecordKind,
  { where, q, sort, limit, after }: ListOptions,
): Promise<Row[]> {
  const { order, of, schema, isDown } = orderOf(kind, sort)
  const conditions = [...where]
  const matching = await searchedRecords(tx, kind.table, q)
  if (matching) conditions.push(matching)
  const id = sql.ref(`${kind.table}.id`)
  if (after) {
    const value = schema.safeParse(after[0])
    if (!value.success) throw invalidCursor()
    const than = sql.raw(isDown ? '<' : '>')
    conditions.push(sql<boolean>`(${order}, ${id}) ${than} (${of(value.data)}, ${after[1]}::uuid)`)
  }
  const direction = sql.raw(isDown ? 'desc' : 'asc')
  const filter = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``
  const { rows } = await sql<Row>`
    select ${columnsOf(kind)} from ${sql.table(kind.table)} ${filter}
    order by ${order} ${direction}, ${id} ${direction} limit ${limit + 1}`.execute(tx.db)
  return rows
}

/** A condition for every filter that was sent: its column has that value. */
export const equal = (table: RecordTable, filters: Values): RawBuilder<boolean>[] =>
  sent(filters).map(([name, value]) => sql<boolean>`${sql.ref(`${table}.${name}`)} = ${value}`)

/**
 * A foreign key is checked past all policies: it would let a record point at another organization's row, and tell whether
 * that is there. So what is pointed at is looked up as the tenant first.
 * @param references the table by the name of the field, and the id sent in it.
 * @throws AppError 422 that names the field.
 */
export async function checkReferences(
  tx: TenantTx,
  references: Record<string, [table: RecordTable | 'leads', id: string | null | undefined]>,
): Promise<void> {
  for (const [path, [table, id]] of Object.entries(references)) {
    if (id === null || id === undefined) continue
    const { rows } =
      await sql`select 1 from ${sql.table(table)} where id = ${id} for key share`.execute(tx.db)
    if (rows.length === 0) {
      throw invalid([{ path, code: 'not_found', message: `There is no such record: ${id}.` }])
    }
  }
}

/** Everything of one customer becomes another's. @returns how many. */
export async function moveToCustomer(
  tx: TenantTx,
  table: RecordTable | 'leads' | 'agent_executions',
  from: string,
  into: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set customer_id = ${into} where customer_id = ${from}`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}
