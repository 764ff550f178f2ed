/** Values that have to stand in a list of the site: one that does not would have the whole lead refused. */
import type { SyncedField } from '@insa/contracts'
import { FrappeFailure } from '@insa/mcp-servers/erpnext'
import type { LeadValues, SiteFields, Value } from './lead-values.ts'
import type { SiteDeps } from './sync-deps.ts'

/** What was found out in one go, by DocType and name. */
export type LinkCache = Map<string, Promise<boolean>>

/** @returns the values that the site has, and the others in words. */
export async function keepChosenLinks(
  deps: SiteDeps,
  { links }: SiteFields,
  changes: Partial<LeadValues>,
  cache: LinkCache,
): Promise<{ values: Partial<LeadValues>; left: string[] }> {
  const values: Partial<LeadValues> = {}
  const left: string[] = []
  for (const [field, value] of Object.entries(changes) as [SyncedField, Value][]) {
    const doctype = links.get(field)
    if (doctype === undefined || value === null || (await isThere(deps, doctype, value, cache)))
      values[field] = value
    else left.push(`the ${doctype} “${value}”`)
  }
  return { values, left }
}

function isThere(
  deps: SiteDeps,
  doctype: string,
  value: Value,
  cache: LinkCache,
): Promise<boolean> {
  const key = `${doctype}\n${value}`
  const known = cache.get(key) ?? ask(deps, doctype, value)
  cache.set(key, known)
  return known
}

/** What the key may not see, such as users, is not linked to. */
async function ask({ client, signal }: SiteDeps, doctype: string, value: Value): Promise<boolean> {
  try {
    const found = await client.read(
      'frappe.client.validate_link',
      { doctype, docname: value, fields: JSON.stringify(['name']) },
      { signal },
    )
    return found !== null && typeof found === 'object' && 'name' in found
  } catch (error) {
    if (error instanceof FrappeFailure && error.kind === 'forbidden') return false
    throw error
  }
}
