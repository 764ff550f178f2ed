/** What a site says of its DocTypes. Field names differ by version and site, so nothing here is a constant. */
import { z } from 'zod'

const flag = z.union([z.number(), z.boolean(), z.null()]).optional().transform(Boolean)
const text = z.string().nullish()

export const FieldMeta = z.object({
  fieldname: z.string(),
  label: text,
  fieldtype: z.string(),
  options: text,
  reqd: flag,
  read_only: flag,
  unique: flag,
  set_only_once: flag,
  allow_on_submit: flag,
  no_copy: flag,
  hidden: flag,
  is_custom_field: flag,
  default: text,
  description: text,
  permlevel: z.number().nullish(),
})
export type FieldMeta = z.output<typeof FieldMeta>

const PermissionMeta = z.looseObject({
  role: z.string(),
  permlevel: z.number().nullish(),
  read: flag,
  write: flag,
  create: flag,
  delete: flag,
})

export const DocTypeMeta = z.object({
  name: z.string(),
  module: text,
  custom: flag,
  istable: flag,
  issingle: flag,
  is_submittable: flag,
  autoname: text,
  title_field: text,
  search_fields: text,
  fields: z.array(z.unknown()).transform((rows) => rows.flatMap(readField)),
  permissions: z.array(PermissionMeta).default([]),
})
export type DocTypeMeta = z.output<typeof DocTypeMeta>

/** A section break without a name is no field of ours. */
function readField(row: unknown): FieldMeta[] {
  const read = FieldMeta.safeParse(row)
  return read.success && read.data.fieldname !== '' ? [read.data] : []
}

export const TABLES = new Set(['Table', 'Table MultiSelect'])
const LAYOUT = new Set([
  'Section Break',
  'Column Break',
  'Tab Break',
  'HTML',
  'Button',
  'Heading',
  'Fold',
])

/** Fields that hold a value. */
export const valueFields = (meta: DocTypeMeta): FieldMeta[] =>
  meta.fields.filter((f) => !LAYOUT.has(f.fieldtype))

/** Columns of a list: no tables. */
export const listFields = (meta: DocTypeMeta): FieldMeta[] =>
  valueFields(meta).filter((f) => !TABLES.has(f.fieldtype))

export const findField = (meta: DocTypeMeta, fieldname: string): FieldMeta | undefined =>
  meta.fields.find((f) => f.fieldname === fieldname)

/** The first field, of several names that it may go by, that this site has. */
export const firstField = (meta: DocTypeMeta, names: readonly string[]): string | undefined =>
  names.find((name) => findField(meta, name) !== undefined)

/** Every document has these; they are read, never written. */
export const STANDARD_FIELDS: readonly string[] = [
  'name',
  'owner',
  'creation',
  'modified',
  'modified_by',
  'docstatus',
  'idx',
]
