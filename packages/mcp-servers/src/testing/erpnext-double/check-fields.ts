/** What Frappe checks of a document's values, in the words in which it complains. */
import { type DocField, type DocType, NUMBER_TYPES, type Row, tablesOf } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { isEmpty, type RequestContext, text } from './request-context.ts'

interface Place {
  type: DocType
  row: Row
  /** 0 for the document itself. */
  idx: number
}

/** The document and its child rows. */
function placesOf(ctx: RequestContext, doc: Row): Place[] {
  const type = ctx.site.type(String(doc.doctype))
  const children = tablesOf(type).flatMap((field) =>
    ((doc[field.fieldname] as Row[] | undefined) ?? []).map((row, index) => ({
      type: ctx.site.type(String(field.options)),
      row,
      idx: index + 1,
    })),
  )
  return [{ type, row: doc, idx: 0 }, ...children]
}

const rowPrefix = (place: Place) => (place.idx ? `Row #${place.idx}: ` : '')

/** Every broken link in one error; good ones get the stored spelling, empty ones become null. */
export function checkLinks(ctx: RequestContext, doc: Row): void {
  const broken: string[] = []
  for (const place of placesOf(ctx, doc))
    for (const field of place.type.fields) {
      const value = place.row[field.fieldname]
      if (isEmpty(value)) continue
      const target = linkTarget(field, place.row)
      if (target === undefined) continue
      const spelling = ctx.site.knows(target) ? ctx.site.spelling(target, value) : undefined
      if (spelling === undefined) broken.push(`${rowPrefix(place)}${field.label}: ${value}`)
      else place.row[field.fieldname] = spelling
    }
  if (broken.length > 0)
    throw new FrappeError('LinkValidationError', `Could not find ${broken.join(', ')}`)
}

function linkTarget(field: DocField, row: Row): string | undefined {
  if (field.fieldtype === 'Link') return field.options
  if (field.fieldtype === 'Dynamic Link') return text(row[field.options ?? '']) || undefined
  return undefined
}

/** All mandatory fields at once, after the controller has filled in what it can. */
export function checkMandatory(ctx: RequestContext, doc: Row): void {
  const missing: string[] = []
  const plain: string[] = []
  for (const place of placesOf(ctx, doc))
    for (const field of place.type.fields) {
      if (!field.reqd || !isMissing(field, place.row[field.fieldname])) continue
      missing.push(field.fieldname)
      plain.push(missingWords(place, field))
    }
  if (missing.length === 0) return
  throw new FrappeError('MandatoryError', '', {
    tail: `[${doc.doctype}, ${doc.name}]: ${missing.join(', ')}`,
    plain,
    silent: true,
  })
}

/** Numbers are never null: zero counts. */
const isMissing = (field: DocField, value: unknown) =>
  NUMBER_TYPES.has(field.fieldtype) ? value === undefined || value === null : isEmpty(value)

function missingWords(place: Place, field: DocField): string {
  if (field.fieldtype === 'Table') return `Error: Data missing in table: ${field.label}`
  return place.idx
    ? `Error: <strong>${place.type.name}</strong> Row #${place.idx}: Value missing for: ${field.label}`
    : `Error: Value missing for ${place.type.name}: ${field.label}`
}

/** Formats, options, lengths: one complaint a throw. */
export function checkValues(ctx: RequestContext, doc: Row): void {
  for (const place of placesOf(ctx, doc))
    for (const field of place.type.fields) {
      const value = place.row[field.fieldname]
      if (isEmpty(value)) {
        if (value === '' && /^(Date|Datetime|Link|Dynamic Link)$/.test(field.fieldtype))
          place.row[field.fieldname] = null
        continue
      }
      checkValue(place, field, value)
    }
}

function checkValue(place: Place, field: DocField, value: unknown): void {
  if (field.fieldtype === 'Select') checkSelect(place, field, value)
  if (NUMBER_TYPES.has(field.fieldtype)) place.row[field.fieldname] = numberOf(place, field, value)
  if (field.fieldtype === 'JSON') {
    if (Array.isArray(value))
      throw new FrappeError('ValidationError', `Value for ${field.label} cannot be a list`)
    if (typeof value === 'object') place.row[field.fieldname] = JSON.stringify(value)
  }
  if (field.fieldtype !== 'Data') return
  if (field.options === 'Email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(value)))
    throw new FrappeError('InvalidEmailAddressError', `${value} is not a valid Email Address`)
  if (field.options === 'Phone' && !/^[+(]?[0-9][0-9\s().+\-/]*$/.test(String(value)))
    throw new FrappeError('InvalidPhoneNumberError', `${value} is not a valid Phone Number`)
  if (String(value).length > 140)
    throw new FrappeError(
      'CharacterLengthExceededError',
      `${rowPrefix(place)}'${field.label}' (${value}) will get truncated, as max characters allowed is 140`,
      { title: 'Value too big' },
    )
}

function checkSelect(place: Place, field: DocField, value: unknown): void {
  if (field.fieldname === 'naming_series' || !field.options) return
  const options = field.options.split('\n')
  if (options.includes(String(value))) return
  const wanted = options.filter((o) => o !== '').map((o) => `"${o}"`)
  throw new FrappeError(
    'ValidationError',
    `${rowPrefix(place).trimEnd()} ${field.label} cannot be "${value}". It should be one of ${wanted.join(', ')}`,
  )
}

function numberOf(place: Place, field: DocField, value: unknown): number {
  const number = typeof value === 'boolean' ? Number(value) : Number.parseFloat(String(value))
  const whole = ['Int', 'Check', 'Duration'].includes(field.fieldtype)
  const read = Number.isFinite(number) ? (whole ? Math.trunc(number) : number) : 0
  if (field.non_negative && read < 0)
    throw new FrappeError(
      'NonNegativeError',
      `${rowPrefix(place)}Value cannot be negative for ${field.label}`,
    )
  return field.fieldtype === 'Check' ? Number(read !== 0) : read
}

export function checkUnique(ctx: RequestContext, doc: Row): void {
  const type = ctx.site.type(String(doc.doctype))
  for (const field of type.fields) {
    if (!field.unique || isEmpty(doc[field.fieldname])) continue
    const folded = String(doc[field.fieldname]).toLowerCase()
    const taken = ctx.site.db
      .rows(type.name)
      .some((r) => r.name !== doc.name && text(r[field.fieldname]).toLowerCase() === folded)
    if (taken) throw new FrappeError('UniqueValidationError', `${field.label} must be unique`)
  }
}
