/** Entries of lists that we link to: where leads come from, industries. Found by metadata, because versions name them differently. */
import type { FrappeClient } from '../client/frappe-client.ts'
import { type DocTypeMeta, findField, firstField } from '../client/metadata.ts'
import type { SiteStep } from './site-step.ts'
import { LEAD_SOURCE_FIELDS, WANTED_RECORDS } from './wanted-site.ts'

export async function planRecords(client: FrappeClient, signal?: AbortSignal): Promise<SiteStep[]> {
  const lead = await client.meta('Lead', { signal })
  return [
    ...(await planEntries(
      client,
      linkTarget(lead, LEAD_SOURCE_FIELDS),
      WANTED_RECORDS.leadSources,
    )),
    ...(await planEntries(client, linkTarget(lead, ['industry']), WANTED_RECORDS.industries)),
  ]
}

/** The DocType that the first of these fields links to. */
function linkTarget(meta: DocTypeMeta, names: readonly string[]): string | undefined {
  const name = firstField(meta, names)
  return (name && findField(meta, name)?.options) || undefined
}

async function planEntries(
  client: FrappeClient,
  doctype: string | undefined,
  names: readonly string[],
): Promise<SiteStep[]> {
  if (doctype === undefined) return []
  const { autoname } = await client.meta(doctype)
  const found = await client.list(doctype, { filters: [['name', 'in', [...names]]], limit: 0 })
  const known = new Set(found.map((row) => String(row.name).toLowerCase()))
  // `field:x` takes its name from a field, Prompt from the body.
  const field = autoname?.startsWith('field:') ? autoname.slice('field:'.length) : 'name'
  return names.map((name) => {
    if (known.has(name.toLowerCase()))
      return { kind: doctype, name, action: 'none', differences: [] }
    return {
      kind: doctype,
      name,
      action: 'create',
      differences: ['is missing'],
      apply: async (signal) => {
        await client.insert(doctype, { [field]: name }, { signal })
      },
    }
  })
}
