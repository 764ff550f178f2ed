/** Lists: fields, joins, functions, groups, order, pages. Without an order the rows come as chance has it. */
import { mayRead, mayReadField, requireList, shown } from './access.ts'
import {
  CHILD_COLUMNS,
  columnsOf,
  type DocType,
  fieldOf,
  HIDDEN_COLUMNS,
  isTable,
  type Row,
  STANDARD_COLUMNS,
  tablesOf,
} from './doctype.ts'
import { type Filter, isColumn, matches, readFilters, requireColumn } from './filters.ts'
import { FrappeError, jsonError } from './frappe-error.ts'
import { shuffled } from './random.ts'
import type { RequestContext } from './request-context.ts'
import { describeType, type Site } from './site.ts'

export interface ListQuery {
  fields?: unknown
  filters?: unknown
  or_filters?: unknown
  order_by?: unknown
  group_by?: unknown
  limit_start?: unknown
  limit_page_length?: unknown
  limit?: unknown
  as_dict?: unknown
  parent?: unknown
}

/** A row with the child rows and linked rows that the query joins to it. */
type Joined = Map<string, Row>

export function listDocuments(ctx: RequestContext, doctype: string, query: ListQuery): unknown[] {
  const type = ctx.site.type(doctype)
  requireListRight(ctx, type, query.parent)
  const selected = selectFields(ctx, type, query.fields)
  const filters = readFilters(ctx.site, doctype, query.filters)
  const orFilters = readFilters(ctx.site, doctype, query.or_filters)
  let rows = joinedRows(ctx, type, [...filters, ...orFilters], selected)
  rows = rows.filter(
    (row) =>
      filters.every((f) => fits(ctx.site, row, f)) &&
      (orFilters.length === 0 || orFilters.some((f) => fits(ctx.site, row, f))),
  )
  if (!selected.some((s) => s.child)) rows = onceEach(rows, doctype)
  const output = query.group_by
    ? grouped(rows, type, String(query.group_by), selected)
    : selected.some((s) => s.call)
      ? [outputOf(rows, selected)]
      : ordered(ctx, rows, type, query.order_by).map((row) => outputOf([row], selected))
  const paged = page(output, query)
  return query.as_dict === false ? paged.map((row) => Object.values(row)) : paged
}

function requireListRight(ctx: RequestContext, type: DocType, parent: unknown): void {
  if (!type.istable) {
    requireList(ctx, type)
    return
  }
  if (!parent || !ctx.site.knows(parent))
    throw new FrappeError('PermissionError', `Parent DocType is required to list ${type.name}`, {
      tail: '',
      reason: `No permission for ${type.name}`,
    })
  requireList(ctx, ctx.site.type(String(parent)))
}

export function sourceRows(site: Site, type: DocType): Row[] {
  if (type.istable) return site.childRows(type.name)
  if (type.name === 'DocType')
    return site.types.map((t) => site.db.get('DocType', t.name) ?? describeType(t))
  return site.db.rows(type.name)
}

function joinedRows(
  ctx: RequestContext,
  type: DocType,
  filters: Filter[],
  selected: Selected[],
): Joined[] {
  const children = new Set(
    [...filters.map((f) => f.doctype), ...selected.flatMap((s) => s.child ?? [])].filter(
      (name) => name !== type.name,
    ),
  )
  const readable = shuffled(sourceRows(ctx.site, type), ctx.site.random).filter(
    (row) => type.istable || mayRead(ctx, type.name, row),
  )
  let rows: Joined[] = readable.map((row) => new Map([[type.name, row]]))
  for (const child of children) {
    const table = tablesOf(type).find((f) => f.options === child)
    rows = rows.flatMap((row) => {
      const found = table ? ((row.get(type.name)?.[table.fieldname] as Row[]) ?? []) : []
      // A left join: a parent without rows has one of nulls.
      return (found.length > 0 ? found : [{}]).map((r) => new Map([...row, [child, r]]))
    })
  }
  return rows
}

const fits = (site: Site, row: Joined, filter: Filter) =>
  matches(site, row.get(filter.doctype) ?? {}, filter)

function onceEach(rows: Joined[], doctype: string): Joined[] {
  const seen = new Set<unknown>()
  return rows.filter((row) => {
    const key = row.get(doctype)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

interface Selected {
  key: string
  read: (row: Joined) => unknown
  /** An aggregate over all rows. */
  call?: (rows: Joined[]) => unknown
  child?: string
}

const FORBIDDEN = /\b(concat|if|ifnull|coalesce|version|select|sleep)\s*\(|\(\s*select\b/i

function selectFields(ctx: RequestContext, type: DocType, fields: unknown): Selected[] {
  const wanted = fields === undefined || fields === '' ? ['name'] : fields
  if (!Array.isArray(wanted)) throw jsonError()
  return wanted.flatMap((expression) => selectOne(ctx, type, String(expression)))
}

function selectOne(ctx: RequestContext, type: DocType, expression: string): Selected[] {
  if (FORBIDDEN.test(expression))
    throw new FrappeError('DataError', 'Use of sub-query or function is restricted')
  const [, plain = expression, alias] = /^(.*?)\s+as\s+`?(\w+)`?$/i.exec(expression) ?? []
  if (plain === '*') return allColumns(ctx, type)
  const call = /^(count|sum|avg|min|max)\((?:`tab[^`]+`\.)?`?(\w+|\*)`?\)$/i.exec(plain)
  if (call) return [aggregate(type, call[1] ?? '', call[2] ?? '', alias ?? plain)]
  const child = /^`tab([^`]+)`\.`?(\w+)`?$/.exec(plain)
  if (child?.[1] === type.name) return selectColumn(ctx, type, child[2] ?? '', alias)
  if (child) return childColumn(ctx, type, child[1] ?? '', child[2] ?? '', alias)
  const [first = '', second] = plain.split('.')
  if (second === undefined) return selectColumn(ctx, type, first, alias)
  const link = fieldOf(type, first)
  if (link && isTable(link)) return childColumn(ctx, type, link.options ?? '', second, alias)
  if (link?.fieldtype === 'Link') {
    const target = ctx.site.type(link.options ?? '')
    requireColumn(target, second)
    const read = (row: Joined) =>
      ctx.site.db.get(target.name, row.get(type.name)?.[first])?.[second] ?? null
    return [{ key: alias ?? second, read }]
  }
  throw new FrappeError('DataError', `Field not permitted in query: ${plain}`)
}

function selectColumn(
  ctx: RequestContext,
  type: DocType,
  field: string,
  alias?: string,
): Selected[] {
  requireColumn(type, field)
  if (!mayReadField(ctx, type, field)) return []
  return [{ key: alias ?? field, read: (row) => shown(row.get(type.name)?.[field] ?? null) }]
}

function allColumns(ctx: RequestContext, type: DocType): Selected[] {
  const names = [
    ...STANDARD_COLUMNS,
    ...(type.istable ? CHILD_COLUMNS : []),
    ...columnsOf(type).map((f) => f.fieldname),
    ...(type.istable ? [] : HIDDEN_COLUMNS),
  ]
  return names.flatMap((name) => selectColumn(ctx, type, name))
}

function childColumn(
  ctx: RequestContext,
  type: DocType,
  child: string,
  field: string,
  alias?: string,
): Selected[] {
  if (!tablesOf(type).some((f) => f.options === child))
    throw new FrappeError('DataError', `Field not permitted in query: ${child}.${field}`)
  requireColumn(ctx.site.type(child), field)
  return [{ key: alias ?? field, child, read: (row) => shown(row.get(child)?.[field] ?? null) }]
}

function aggregate(type: DocType, name: string, field: string, key: string): Selected {
  if (field !== '*') requireColumn(type, field)
  const values = (rows: Joined[]) =>
    rows.map((row) => row.get(type.name)?.[field]).filter((v) => v !== null && v !== undefined)
  const sum = (list: unknown[]) => list.reduce((all: number, v) => all + Number(v), 0)
  const call = (rows: Joined[]): unknown => {
    const list = values(rows)
    switch (name.toLowerCase()) {
      case 'count':
        return field === '*' ? rows.length : list.length
      case 'sum':
        return list.length > 0 ? sum(list) : null
      case 'avg':
        return list.length > 0 ? sum(list) / list.length : null
      case 'min':
        return list.toSorted(compare)[0] ?? null
      default:
        return list.toSorted(compare).at(-1) ?? null
    }
  }
  return { key, call, read: (row) => call([row]) }
}

const outputOf = (rows: Joined[], selected: Selected[]): Row =>
  Object.fromEntries(
    selected.map((s) => [s.key, s.call ? s.call(rows) : rows[0] ? s.read(rows[0]) : null]),
  )

function grouped(rows: Joined[], type: DocType, by: string, selected: Selected[]): Row[] {
  const field = by.replaceAll('`', '').split('.').at(-1) ?? ''
  requireColumn(type, field)
  const groups = Map.groupBy(rows, (row) => row.get(type.name)?.[field] ?? null)
  return [...groups.values()].map((group) => outputOf(group, selected))
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a ?? '').toLowerCase(), String(b ?? '').toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

function ordered(ctx: RequestContext, rows: Joined[], type: DocType, order: unknown): Joined[] {
  // Version 16 sorts by the DocType's own order where none is asked for.
  const by = String(order ?? '') || (ctx.site.version === 16 ? 'modified desc' : '')
  if (by === '') return rows
  const keys = by.split(',').map((part) => {
    const [column = '', direction = 'asc'] = part.trim().split(/\s+/)
    const field = column.replaceAll('`', '').split('.').at(-1) ?? ''
    if (!isColumn(type, field))
      throw new FrappeError(
        'OperationalError',
        `(1054, "Unknown column '${field}' in 'order clause'")`,
        {
          silent: true,
        },
      )
    return { field, sign: direction.toLowerCase() === 'desc' ? -1 : 1 }
  })
  return rows.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const order = compare(a.get(type.name)?.[field], b.get(type.name)?.[field])
      if (order !== 0) return order * sign
    }
    return 0
  })
}

const DEFAULT_PAGE = 20

function page(rows: Row[], query: ListQuery): Row[] {
  const asked = query.limit_page_length ?? query.limit
  const length = asked === undefined || asked === '' ? DEFAULT_PAGE : Number(asked)
  if (length === 0) return rows
  const start = Number(query.limit_start ?? 0)
  return rows.slice(start, start + length)
}
