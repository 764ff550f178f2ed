/** The site: its tables, its metadata, its clock. Everything random in it comes from one seed. */
import { type Name, SiteDatabase } from './database.ts'
import { type DocField, type DocType, fieldOf, type Row, tablesOf } from './doctype.ts'
import { CORE_DOCTYPES } from './doctypes/core.ts'
import { CRM_DOCTYPES } from './doctypes/crm.ts'
import { MASTER_DOCTYPES, UTM_DOCTYPES } from './doctypes/masters.ts'
import { PEOPLE_DOCTYPES } from './doctypes/people.ts'
import { PROJECT_DOCTYPES } from './doctypes/projects.ts'
import { SELLING_DOCTYPES } from './doctypes/selling.ts'
import { FrappeError, notFound } from './frappe-error.ts'
import { createRandom, type Random } from './random.ts'
import { createSiteClock, type SiteClock } from './site-clock.ts'

export type Version = 15 | 16

export interface SiteOptions {
  version: Version
  seed: number
  timeZone: string
}

export class Site {
  readonly db = new SiteDatabase()
  readonly version: Version
  readonly clock: SiteClock
  readonly random: Random
  /** In maintenance every request is turned away; read-only ones turn writes away. */
  mode: 'open' | 'maintenance' | 'read-only' = 'open'
  readonly #types = new Map<string, DocType>()

  constructor({ version, seed, timeZone }: SiteOptions) {
    this.version = version
    this.clock = createSiteClock(timeZone)
    this.random = createRandom(seed)
    const types = [
      ...CORE_DOCTYPES,
      ...CRM_DOCTYPES,
      ...SELLING_DOCTYPES,
      ...PROJECT_DOCTYPES,
      ...PEOPLE_DOCTYPES,
      ...MASTER_DOCTYPES,
      ...(version === 16 ? UTM_DOCTYPES : []),
    ]
    for (const type of types)
      this.define({
        ...type,
        fields: type.fields.map((field) => (version === 16 ? renamed(field) : { ...field })),
      })
  }

  /** Puts a DocType in force at once, as DDL does: no transaction takes it back. */
  define(type: DocType): void {
    this.#types.set(type.name, type)
  }

  forget(doctype: string): void {
    this.#types.delete(doctype)
  }

  knows(doctype: unknown): boolean {
    return this.#types.has(String(doctype))
  }

  get types(): DocType[] {
    return [...this.#types.values()]
  }

  /** @throws DoesNotExistError as Frappe says it. */
  type(doctype: string): DocType {
    const type = this.#types.get(doctype)
    if (!type) throw notFound('DocType', doctype)
    return type
  }

  field(doctype: string, fieldname: string): DocField | undefined {
    return fieldOf(this.type(doctype), fieldname)
  }

  /** The one row of a single DocType; defaults where nobody has saved it. */
  single(doctype: string): Row {
    const kept = this.db.get(doctype, doctype)
    if (kept) return kept
    const row: Row = { name: doctype, doctype }
    for (const { fieldname, default: preset } of this.type(doctype).fields)
      if (preset !== undefined) row[fieldname] = /^\d+$/.test(preset) ? Number(preset) : preset
    return row
  }

  exists(doctype: string, name: unknown): boolean {
    return doctype === 'DocType' ? this.knows(name) : this.db.get(doctype, name) !== undefined
  }

  /** @returns the stored spelling of a link's target. */
  spelling(doctype: string, name: unknown): Name | undefined {
    if (doctype === 'DocType') return this.knows(name) ? String(name) : undefined
    if (this.knows(doctype) && this.type(doctype).issingle) return doctype
    return this.db.spelling(doctype, name)
  }

  read(doctype: string, name: unknown): Row {
    const type = this.type(doctype)
    if (type.issingle) return this.single(doctype)
    if (doctype === 'DocType') return this.#typeAsDocument(String(name))
    const row = this.db.get(doctype, name)
    if (!row) throw notFound(doctype, name)
    return row
  }

  /** `[0-9a-v]{10}`; the first four from the clock, so that they sort roughly by time. */
  hash(): string {
    const clock = Math.floor(this.clock.ms() / 1000)
      .toString(32)
      .slice(-4)
    const rest = Array.from({ length: 6 }, () => Math.floor(this.random() * 32).toString(32))
    return clock + rest.join('')
  }

  /** A child DocType's rows stand in their parents. */
  childRows(doctype: string): Row[] {
    const parents = this.types.flatMap((parent) =>
      tablesOf(parent)
        .filter((field) => field.options === doctype)
        .map((field) => ({ parent, field })),
    )
    return parents.flatMap(({ parent, field }) =>
      this.db.rows(parent.name).flatMap((row) => (row[field.fieldname] as Row[]) ?? []),
    )
  }

  #typeAsDocument(name: string): Row {
    if (!this.knows(name)) throw new FrappeError('DoesNotExistError', `DocType ${name} not found`)
    const stored = this.db.get('DocType', name)
    return stored ?? describeType(this.type(name))
  }
}

/** A built-in DocType, as a document of DocType. */
export function describeType(type: DocType): Row {
  const flag = (on: boolean | undefined) => (on ? 1 : 0)
  return {
    doctype: 'DocType',
    name: type.name,
    module: type.module,
    custom: flag(type.custom),
    istable: flag(type.istable),
    issingle: flag(type.issingle),
    is_submittable: flag(type.is_submittable),
    autoname: type.autoname,
    title_field: type.title_field ?? null,
    search_fields: type.search_fields.join(', '),
    fields: type.fields.map((field, index) => ({
      doctype: 'DocField',
      idx: index + 1,
      parent: type.name,
      parenttype: 'DocType',
      parentfield: 'fields',
      ...field,
      name: `${type.name}-${field.fieldname}`,
      reqd: flag(field.reqd),
      read_only: flag(field.read_only),
      unique: flag(field.unique),
      set_only_once: flag(field.set_only_once),
      allow_on_submit: flag(field.allow_on_submit),
      no_copy: flag(field.no_copy),
      non_negative: flag(field.non_negative),
      permlevel: field.permlevel ?? 0,
      ...(field.custom && { is_custom_field: 1 }),
      custom: undefined,
    })),
    permissions: type.permissions.map((permission, index) => ({
      doctype: 'DocPerm',
      idx: index + 1,
      role: permission.role,
      permlevel: permission.permlevel,
      ...Object.fromEntries(permission.rights.map((right) => [right, 1])),
    })),
  }
}

const V16_NAMES: Record<string, [fieldname: string, options: string]> = {
  'Lead Source': ['utm_source', 'UTM Source'],
  Campaign: ['utm_campaign', 'UTM Campaign'],
}

function renamed(field: DocField): DocField {
  const [fieldname, options] = V16_NAMES[field.options ?? ''] ?? []
  return fieldname && options
    ? { ...field, fieldname, options, label: options.replace('UTM ', '') }
    : { ...field }
}
