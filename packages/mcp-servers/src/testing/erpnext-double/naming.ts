/** How documents get their names. */
import type { Row } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { isEmpty, type RequestContext, text } from './request-context.ts'

/** Sets `doc.name` by the DocType's rule, unless its controller has set it already. */
export function setName(ctx: RequestContext, doc: Row, wanted: unknown): void {
  const type = ctx.site.type(String(doc.doctype))
  const rule = type.autoname
  if (!isEmpty(doc.name)) return
  if (rule === 'Prompt') doc.name = promptName(wanted)
  else if (rule === 'autoincrement') doc.name = ctx.site.db.next(`autoincrement:${type.name}`)
  else if (rule === 'naming_series:') doc.name = nextInSeries(ctx, text(doc.naming_series))
  else if (rule.startsWith('field:')) doc.name = text(doc[rule.slice(6)]).trim()
  else if (rule.startsWith('format:')) doc.name = formatName(ctx, rule.slice(7), doc)
  else if (rule.includes('#')) doc.name = nextInSeries(ctx, rule)
  else doc.name = ctx.site.hash()
  if (doc.name === '')
    throw new FrappeError('ValidationError', `Name cannot be set by ${rule} of ${type.name}`)
}

function promptName(wanted: unknown): string {
  if (isEmpty(wanted)) throw new FrappeError('ValidationError', 'Please set the document name')
  return String(wanted).trim()
}

/** `CRM-LEAD-.YYYY.-`: the dots only part the pieces; five digits where none are asked for. */
export function nextInSeries(ctx: RequestContext, series: string): string {
  const { prefix, digits } = readSeries(ctx, series)
  return prefix + String(ctx.site.db.next(prefix)).padStart(digits, '0')
}

function readSeries(ctx: RequestContext, series: string): { prefix: string; digits: number } {
  const parts = series.split('.').filter((part) => part !== '')
  const hashes = parts.find((part) => /^#+$/.test(part))
  const prefix = parts.filter((part) => part !== hashes).map((part) => datePart(ctx, part))
  return { prefix: prefix.join(''), digits: hashes?.length ?? 5 }
}

function datePart(ctx: RequestContext, part: string): string {
  const today = ctx.site.clock.today()
  if (part === 'YYYY') return today.slice(0, 4)
  if (part === 'YY') return today.slice(2, 4)
  if (part === 'MM') return today.slice(5, 7)
  if (part === 'DD') return today.slice(8, 10)
  return part
}

function formatName(ctx: RequestContext, format: string, doc: Row): string {
  const prefix = format.slice(0, Math.max(0, format.indexOf('{#'))).replaceAll(/\{(\w+)\}/g, fill)
  function fill(_: string, part: string): string {
    return part in doc ? text(doc[part]) : datePart(ctx, part)
  }
  return format.replaceAll(/\{(#+|\w+)\}/g, (all, part: string) =>
    part.startsWith('#')
      ? String(ctx.site.db.next(prefix)).padStart(part.length, '0')
      : fill(all, part),
  )
}

/** The last record of a series gives its number back when it is deleted. */
export function giveBackNumber(ctx: RequestContext, doctype: string, name: unknown): void {
  const type = ctx.site.type(doctype)
  if (type.autoname !== 'naming_series:' && !type.autoname.startsWith('format:')) return
  const [, prefix = '', digits = ''] = /^(.*?)(\d+)$/.exec(String(name)) ?? []
  if (ctx.site.db.counter(prefix) === Number(digits) && Number(digits) > 0)
    ctx.site.db.setCounter(prefix, Number(digits) - 1)
}

/** `X`, then `X-1`, `X-2`, or with ` - 1` for customers. */
export function freeName(ctx: RequestContext, doctype: string, wanted: string, glue = '-'): string {
  let name = wanted
  for (let i = 1; ctx.site.spelling(doctype, name) !== undefined; i++) name = `${wanted}${glue}${i}`
  return name
}
