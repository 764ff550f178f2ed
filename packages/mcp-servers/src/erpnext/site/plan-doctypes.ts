/** The custom DocTypes: created where they are missing, completed where fields or rights are; nothing of others is taken away. */
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import type { SiteStep } from './site-step.ts'
import { WANTED_DOCTYPES, type WantedDocType, type WantedField } from './wanted-site.ts'

type Row = Record<string, unknown>

export async function planDocTypes(
  client: FrappeClient,
  signal?: AbortSignal,
): Promise<SiteStep[]> {
  const steps: SiteStep[] = []
  for (const wanted of WANTED_DOCTYPES) {
    const found = await client.find('DocType', wanted.name, { signal })
    steps.push(found ? compareDocType(client, wanted, found) : createDocType(client, wanted))
  }
  return steps
}

function createDocType(client: FrappeClient, wanted: WantedDocType): SiteStep {
  const { fields, permissions, ...rest } = wanted
  return {
    kind: 'DocType',
    name: wanted.name,
    action: 'create',
    differences: [`is missing, with its ${fields.length} fields`],
    apply: async (signal) => {
      await client.insert(
        'DocType',
        {
          ...rest,
          module: 'CRM',
          custom: 1,
          naming_rule: 'Expression',
          track_changes: 1,
          fields,
          permissions,
        },
        { signal },
      )
      client.forgetMeta(wanted.name)
    },
  }
}

function compareDocType(client: FrappeClient, wanted: WantedDocType, found: Document): SiteStep {
  const step: SiteStep = { kind: 'DocType', name: wanted.name, action: 'none', differences: [] }
  if (!found.custom)
    return { ...step, action: 'conflict', differences: ['is a standard DocType of another app'] }
  const rows = (found.fields as Row[] | undefined) ?? []
  const merged = wanted.fields.map((field) => mergeField(rows, field))
  const conflicts = merged.flatMap((m) => m.conflict ?? [])
  if (conflicts.length > 0) return { ...step, action: 'conflict', differences: conflicts }
  const rights = (found.permissions as Row[] | undefined) ?? []
  const missing = wanted.permissions.filter((p) => !rights.some((r) => r.role === p.role))
  const differences = [
    ...merged.flatMap((m) => m.difference ?? []),
    ...missing.map((p) => `the role ${p.role} has no rights`),
  ]
  if (differences.length === 0) return step
  const kept = rows.map((row) => merged.find((m) => m.row.name === row.name)?.row ?? row)
  const added = merged.filter((m) => m.row.name === undefined).map((m) => m.row)
  return {
    ...step,
    action: 'change',
    differences,
    apply: async (signal) => {
      await client.update(
        'DocType',
        wanted.name,
        {
          modified: found.modified,
          fields: [...kept, ...added],
          permissions: [...rights, ...missing],
        },
        { signal },
      )
      client.forgetMeta(wanted.name)
    },
  }
}

interface Merged {
  row: Row
  difference?: string
  conflict?: string
}

/** Of a field only what carries meaning is compared: people may have moved or renamed it. */
const COMPARED = ['options', 'reqd', 'unique'] as const

function mergeField(rows: Row[], wanted: WantedField): Merged {
  const row = rows.find((r) => r.fieldname === wanted.fieldname)
  if (!row) return { row: { ...wanted }, difference: `the field ${wanted.fieldname} is missing` }
  if (row.fieldtype !== wanted.fieldtype)
    return {
      row,
      conflict: `the field ${wanted.fieldname} is ${row.fieldtype} instead of ${wanted.fieldtype}`,
    }
  const changes = COMPARED.filter((key) => differs(row[key], wanted[key]))
  if (changes.length === 0) return { row }
  return {
    row: { ...row, ...Object.fromEntries(changes.map((key) => [key, wanted[key] ?? 0])) },
    difference: `${changes.join(', ')} of the field ${wanted.fieldname} differ${changes.length === 1 ? 's' : ''}`,
  }
}

/** Absent, null, 0 and '' are one. */
export const differs = (a: unknown, b: unknown): boolean => String(a || '') !== String(b || '')
