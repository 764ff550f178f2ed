/** A DocType as data, and the short notation in which ours are written down. */

/** A document, a child row or a list's row. */
export type Row = Record<string, unknown>

export interface DocField {
  fieldname: string
  label: string
  fieldtype: string
  options?: string
  reqd?: boolean
  default?: string
  unique?: boolean
  read_only?: boolean
  set_only_once?: boolean
  allow_on_submit?: boolean
  no_copy?: boolean
  non_negative?: boolean
  permlevel?: number
  /** `link_field.source_field` */
  fetch_from?: string
  custom?: boolean
}

export const RIGHTS = ['read', 'write', 'create', 'delete', 'submit', 'cancel', 'amend'] as const
export type Right = (typeof RIGHTS)[number]

export interface DocPerm {
  role: string
  permlevel: number
  rights: readonly Right[]
}

export interface DocType {
  name: string
  module: string
  /** `naming_series:`, `field:x`, `format:…`, `hash`, `autoincrement`, `Prompt`, or a controller's own (`''`). */
  autoname: string
  istable: boolean
  issingle: boolean
  is_submittable: boolean
  custom: boolean
  fields: DocField[]
  permissions: DocPerm[]
  title_field?: string
  search_fields: string[]
}

const LETTERS: Record<string, Right> = {
  R: 'read',
  W: 'write',
  C: 'create',
  D: 'delete',
  S: 'submit',
  X: 'cancel',
  A: 'amend',
}

/** `{ 'Sales User': 'RWC' }`; a role with `:1` at its end has the rights at permission level 1. */
function permissions(table: Record<string, string>): DocPerm[] {
  return Object.entries(table).map(([key, letters]) => {
    const [role = '', level = '0'] = key.split(':')
    const rights = [...letters].flatMap((letter) => LETTERS[letter] ?? [])
    return { role, permlevel: Number(level), rights }
  })
}

const FLAGS = {
  unique: 'unique',
  ro: 'read_only',
  once: 'set_only_once',
  onsubmit: 'allow_on_submit',
  nocopy: 'no_copy',
  nonneg: 'non_negative',
} as const

const labelOf = (fieldname: string) =>
  fieldname.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())

/**
 * One field a line, `name* : Type : options : default=X, flag, label=Y, fetch=link.field, level=1`; the star means mandatory,
 * options of a Select are parted by `|` (a first empty one is `|Open|…`).
 */
function fields(text: string): DocField[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readField)
}

function readField(line: string): DocField {
  const [name = '', fieldtype = 'Data', options = '', extras = ''] = line
    .split(/\s+:(?=\s|$)/)
    .map((part) => part.trim())
  const fieldname = name.replace('*', '')
  const field: DocField = { fieldname, label: labelOf(fieldname), fieldtype }
  if (name.endsWith('*')) field.reqd = true
  if (options !== '') field.options = options.replaceAll('|', '\n')
  for (const extra of extras.split(', ').filter((e) => e !== '')) readExtra(field, extra)
  return field
}

function readExtra(field: DocField, extra: string): void {
  const [key = '', value = ''] = extra.split('=')
  if (key === 'default') field.default = value
  else if (key === 'label') field.label = value
  else if (key === 'fetch') field.fetch_from = value
  else if (key === 'level') field.permlevel = Number(value)
  else if (key in FLAGS) field[FLAGS[key as keyof typeof FLAGS]] = true
  else throw new Error(`The notation of a field knows no ${extra}: ${field.fieldname}`)
}

interface Written {
  name: string
  module: string
  autoname?: string
  kind?: 'table' | 'single' | 'submittable'
  fields: string
  permissions?: Record<string, string>
  title?: string
  search?: string
}

export function doctype(written: Written): DocType {
  return {
    name: written.name,
    module: written.module,
    autoname: written.autoname ?? 'hash',
    istable: written.kind === 'table',
    issingle: written.kind === 'single',
    is_submittable: written.kind === 'submittable',
    custom: false,
    fields: fields(written.fields),
    permissions: permissions(written.permissions ?? { 'System Manager': 'RWCD' }),
    ...(written.title !== undefined && { title_field: written.title }),
    search_fields: written.search?.split(',') ?? [],
  }
}

export const TABLE_TYPES = new Set(['Table', 'Table MultiSelect'])
/** Without a column. */
const LAYOUT_TYPES = new Set(['Section Break', 'Column Break', 'Tab Break', 'HTML', 'Button'])
export const NUMBER_TYPES = new Set(['Int', 'Check', 'Float', 'Currency', 'Percent', 'Duration'])

export const isTable = (field: DocField) => TABLE_TYPES.has(field.fieldtype)
export const tablesOf = (type: DocType) => type.fields.filter(isTable)
export const columnsOf = (type: DocType) =>
  type.fields.filter((f) => !isTable(f) && !LAYOUT_TYPES.has(f.fieldtype))
export const fieldOf = (type: DocType, fieldname: string) =>
  type.fields.find((f) => f.fieldname === fieldname)

/** Every document has these. */
export const STANDARD_COLUMNS = [
  'name',
  'owner',
  'creation',
  'modified',
  'modified_by',
  'docstatus',
  'idx',
]
/** In the table of a DocType that is no child's, and in no single read. */
export const HIDDEN_COLUMNS = ['_user_tags', '_comments', '_assign', '_liked_by', '_seen']
export const CHILD_COLUMNS = ['parent', 'parentfield', 'parenttype']
