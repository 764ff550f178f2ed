import { LEAD_INPUT_FIELDS } from '@insa/contracts'

/** The fields that a column can fill. */
export const IMPORT_FIELDS = LEAD_INPUT_FIELDS
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** What a column fills; null leaves it out. */
export type Mapping = readonly (ImportField | null)[]

/** A file as a table, whatever it was. */
export interface Sheet {
  kind: 'csv' | 'json'
  columns: readonly string[]
  rows: readonly (readonly unknown[])[]
  /** Of each row, which it is in the file as a spreadsheet counts: the header is row 1, and empty rows count. Of JSON, which item. */
  places: readonly number[]
}

/** Names under which spreadsheets and mailboxes carry the fields, letters and digits only. */
const ALSO_CALLED: Partial<Record<ImportField, readonly string[]>> = {
  lead_name: [
    'name',
    'contact',
    'contactname',
    'contactperson',
    'fullname',
    'person',
    'nombre',
    'nome',
    'nom',
    'kontakt',
    'ansprechpartner',
  ],
  company_name: [
    'company',
    'organization',
    'organisation',
    'account',
    'accountname',
    'firma',
    'empresa',
    'azienda',
    'societe',
    'unternehmen',
    'customer',
  ],
  job_title: ['title', 'position', 'role', 'jobtitle', 'funktion', 'cargo', 'poste', 'ruolo'],
  email_id: ['email', 'mail', 'emailaddress', 'correo', 'courriel', 'sender', 'from'],
  phone: ['telephone', 'tel', 'phonenumber', 'mobile', 'telefon', 'telefono', 'mobileno', 'cell'],
  website: ['web', 'url', 'homepage', 'site', 'webseite'],
  city: ['town', 'stadt', 'ort', 'ciudad', 'cidade', 'ville', 'citta'],
  country: ['land', 'pais', 'pays', 'paese', 'nation'],
  industry: ['sector', 'branche', 'industria', 'industrie', 'vertical'],
  no_of_employees: ['employees', 'headcount', 'staff', 'companysize', 'mitarbeiter', 'empleados'],
  annual_revenue: ['revenue', 'turnover', 'umsatz', 'sales', 'facturacion'],
  source: ['leadsource', 'channel', 'origin', 'quelle', 'origen'],
  message: [
    'notes',
    'note',
    'comment',
    'comments',
    'description',
    'text',
    'body',
    'inquiry',
    'enquiry',
    'request',
    'nachricht',
    'mensaje',
    'mensagem',
    'messaggio',
  ],
  language: ['lang', 'sprache', 'idioma', 'langue'],
  lead_owner: ['owner', 'salesperson', 'assignedto', 'responsible'],
  status: ['leadstatus', 'stage'],
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** Which field a column's name means; each field is given once, to the first column that asks for it. */
export function guessMapping(columns: readonly string[]): Mapping {
  const taken = new Set<ImportField>()
  const take = (field: ImportField | undefined): ImportField | null => {
    if (field === undefined || taken.has(field)) return null
    taken.add(field)
    return field
  }
  const exact = columns.map((column) => take(IMPORT_FIELDS.find((f) => plain(f) === plain(column))))
  return columns.map(
    (column, index) =>
      exact[index] ?? take(IMPORT_FIELDS.find((f) => ALSO_CALLED[f]?.includes(plain(column)))),
  )
}

/** Gives a column a field, and takes it from the one that had it. */
export function assign(mapping: Mapping, column: number, field: ImportField | null): Mapping {
  return mapping.map((former, index) => {
    if (index === column) return field
    return former === field ? null : former
  })
}

/** A lead needs one of these: without any of them every row would be refused. */
export function identifies(mapping: Mapping): boolean {
  return mapping.some(
    (field) => field === 'lead_name' || field === 'company_name' || field === 'email_id',
  )
}

/** The rows under the fields' own names. In JSON a missing value stays out; in a CSV an empty cell says so itself. */
export function renamed(sheet: Sheet, mapping: Mapping): Record<string, unknown>[] {
  return sheet.rows.map((row) => {
    const cells = mapping.flatMap((field, index) =>
      field === null || row[index] === undefined ? [] : [[field, row[index]] as const],
    )
    return Object.fromEntries(cells)
  })
}

/** The place of a fault in the sheet, rows from 0: the server counts from 1, `rows.17.email_id` is `sheet.rows[16]`. */
export function faultPlace(path: string): { row: number; field: string } | undefined {
  const found = /^rows\.(\d+)(?:\.(.+))?$/.exec(path)
  return found ? { row: Number(found[1]) - 1, field: found[2] ?? '' } : undefined
}
