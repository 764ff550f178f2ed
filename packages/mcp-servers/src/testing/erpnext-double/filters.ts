/** Filters as v1 reads them, with MariaDB's ways: no case, no trailing blanks, empty counts as ''. */
import { columnsOf, type DocType, NUMBER_TYPES, type Row } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import type { Site } from './site.ts'
import { datesOf, shiftedDates } from './timespans.ts'

export interface Filter {
  doctype: string
  field: string
  operator: string
  value: unknown
}

const OPERATORS = [
  '=',
  '!=',
  '>',
  '<',
  '>=',
  '<=',
  'like',
  'not like',
  'in',
  'not in',
  'is',
  'between',
  'timespan',
  'previous',
  'next',
  'ancestors of',
  'descendants of',
  'not ancestors of',
  'not descendants of',
  'descendants of (inclusive)',
]

/** Objects and arrays of two to four parts; two are misread as Frappe misreads them. */
export function readFilters(site: Site, doctype: string, filters: unknown): Filter[] {
  if (filters === undefined || filters === null || filters === '') return []
  const list = Array.isArray(filters)
    ? filters.map((part) => (Array.isArray(part) ? part : [part]))
    : Object.entries(filters).map(([field, value]) =>
        Array.isArray(value) ? [field, ...value] : [field, '=', value],
      )
  return list.map((parts) => readFilter(site, doctype, parts))
}

function readFilter(site: Site, doctype: string, parts: unknown[]): Filter {
  const four = parts.length >= 4
  // With two parts the second is taken for a field of the DocType that the first names.
  if (parts.length < 3) throw new FrappeError('DoesNotExistError', `DocType ${parts[0]} not found`)
  const [on, field, operator, value] = four ? parts : [doctype, ...parts]
  const name = String(operator).toLowerCase()
  if (!OPERATORS.includes(name))
    throw new FrappeError('ValidationError', `Operator must be one of ${OPERATORS.join(', ')}`)
  const filter = { doctype: String(on), field: String(field), operator: name, value }
  requireColumn(site.type(filter.doctype), filter.field)
  return filter
}

const ALWAYS = new Set(
  'name owner creation modified modified_by docstatus idx parent parentfield parenttype _user_tags _comments _assign _liked_by _seen'.split(
    ' ',
  ),
)

export const isColumn = (type: DocType, field: string) =>
  ALWAYS.has(field) || columnsOf(type).some((f) => f.fieldname === field)

export function requireColumn(type: DocType, field: string): void {
  if (!isColumn(type, field))
    throw new FrappeError('DataError', `Field not permitted in query: ${field}`)
}

const fold = (value: unknown) =>
  String(value ?? '')
    .trimEnd()
    .toLowerCase()

export function matches(site: Site, row: Row, filter: Filter): boolean {
  const type = site.type(filter.doctype)
  const field = type.fields.find((f) => f.fieldname === filter.field)
  const numeric =
    NUMBER_TYPES.has(field?.fieldtype ?? '') || ['docstatus', 'idx'].includes(filter.field)
  const value = row[filter.field]
  const wanted = filter.value
  const test = TESTS[filter.operator]
  if (test)
    return test(comparable(value, numeric, field?.fieldtype), (v) => comparable(v, numeric), wanted)
  if (filter.operator === 'is')
    return fold(wanted) === 'set' ? fold(value) !== '' : fold(value) === ''
  if (filter.operator.endsWith('of') || filter.operator.endsWith('(inclusive)'))
    return inTree(site, field?.options ?? filter.doctype, value, filter)
  return inDates(site, value, filter, field?.fieldtype)
}

type Comparable = string | number

function comparable(value: unknown, numeric: boolean, fieldtype?: string): Comparable {
  if (numeric) return Number(value ?? 0)
  // An empty date counts as the first there is, so it matches `<`.
  if (fieldtype === 'Date' || fieldtype === 'Datetime') return String(value ?? '0001-01-01')
  return fold(value)
}

type Test = (value: Comparable, read: (v: unknown) => Comparable, wanted: unknown) => boolean

const listOf = (wanted: unknown) =>
  Array.isArray(wanted)
    ? wanted
    : String(wanted ?? '')
        .split(',')
        .map((part) => part.trim())

const like = (value: Comparable, wanted: unknown) => {
  const pattern = fold(wanted)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${pattern}$`, 's').test(String(value))
}

const TESTS: Record<string, Test> = {
  '=': (value, read, wanted) => value === read(wanted) || (value === '0001-01-01' && !wanted),
  '!=': (value, read, wanted) => value !== read(wanted),
  '>': (value, read, wanted) => value > read(wanted),
  '<': (value, read, wanted) => value < read(wanted),
  '>=': (value, read, wanted) => value >= read(wanted),
  '<=': (value, read, wanted) => value <= read(wanted),
  like: (value, _read, wanted) => like(value, wanted),
  'not like': (value, _read, wanted) => !like(value, wanted),
  in: (value, read, wanted) => listOf(wanted).some((w) => read(w) === value),
  'not in': (value, read, wanted) => !listOf(wanted).some((w) => read(w) === value),
}

function inDates(site: Site, value: unknown, filter: Filter, fieldtype = ''): boolean {
  const isStamp =
    fieldtype === 'Datetime' || filter.field === 'creation' || filter.field === 'modified'
  const [from, to] =
    filter.operator === 'between'
      ? (listOf(filter.value) as [string, string])
      : filter.operator === 'timespan'
        ? datesOf(site.clock.today(), String(filter.value))
        : shiftedDates(site.clock.today(), filter.operator, String(filter.value))
  const text = String(value ?? '')
  // A date against a moment means the whole day.
  const end = isStamp && String(to).length === 10 ? `${to} 23:59:59.999999` : String(to)
  return text !== '' && text >= String(from) && text <= end
}

function inTree(site: Site, doctype: string, value: unknown, filter: Filter): boolean {
  const parentField = site
    .type(doctype)
    .fields.find((f) => f.fieldtype === 'Link' && f.options === doctype)?.fieldname
  const parentOf = (name: unknown) =>
    parentField ? site.db.get(doctype, name)?.[parentField] : undefined
  const isBelow = (below: unknown, above: unknown) => {
    for (let at = parentOf(below); at; at = parentOf(at)) if (at === above) return true
    return false
  }
  const down = isBelow(value, filter.value)
  switch (filter.operator) {
    case 'descendants of':
      return down
    case 'descendants of (inclusive)':
      return down || value === filter.value
    case 'not descendants of':
      return !down
    case 'ancestors of':
      return isBelow(filter.value, value)
    default:
      return !isBelow(filter.value, value)
  }
}
