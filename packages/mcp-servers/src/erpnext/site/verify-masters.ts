/** The lists that records link to. Without the setup wizard they are empty, and every insert fails with a message about a link. */
import type { FrappeClient } from '../client/frappe-client.ts'
import type { Finding } from './finding.ts'

const WIZARD = 'Run ERPNext’s setup wizard (open the site as Administrator), or add it by hand.'

/** Must have an entry. */
const FILLED: Record<string, string> = {
  Company: 'no lead becomes an opportunity',
  'Price List': 'no quotation can be written',
  'Customer Group': 'customers have no group',
  Territory: 'leads have no territory',
  UOM: 'quotations have no units',
}

export async function verifyMasters(
  client: FrappeClient,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [doctype, consequence] of Object.entries(FILLED))
    if ((await client.list(doctype, { limit: 1 }, { signal })).length === 0)
      findings.push({
        check: 'masters',
        level: 'problem',
        words: `there is no ${doctype}: ${consequence}`,
        todo: WIZARD,
      })
  findings.push(...(await brokenDefaults(client, signal)))
  if (findings.length > 0) return findings
  return [
    { check: 'masters', level: 'ok', words: 'company, price list, groups and defaults exist' },
  ]
}

/** An opportunity’s defaults are links; where they lead nowhere, none can be made. */
async function brokenDefaults(client: FrappeClient, signal?: AbortSignal): Promise<Finding[]> {
  const meta = await client.meta('Opportunity', { signal })
  const findings: Finding[] = []
  for (const { label, fieldname, fieldtype, options, default: preset } of meta.fields) {
    if (fieldtype !== 'Link' || !options || !preset || preset.startsWith('__')) continue
    if (await client.find(options, preset, { signal })) continue
    findings.push({
      check: 'masters',
      level: 'problem',
      words: `the default ${preset} of an opportunity’s ${label ?? fieldname} is no ${options}: no opportunity can be made`,
      todo: `Add the ${options} ${preset}, or change the default.`,
    })
  }
  return findings
}
