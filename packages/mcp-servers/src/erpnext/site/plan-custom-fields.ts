/** Our fields on ERPNext's own DocTypes. */
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import { differs } from './plan-doctypes.ts'
import type { SiteStep } from './site-step.ts'
import { WANTED_CUSTOM_FIELDS, type WantedCustomField } from './wanted-site.ts'

export async function planCustomFields(
  client: FrappeClient,
  signal?: AbortSignal,
): Promise<SiteStep[]> {
  const steps: SiteStep[] = []
  for (const wanted of WANTED_CUSTOM_FIELDS) {
    const name = `${wanted.dt}-${wanted.fieldname}`
    const found = await client.find('Custom Field', name, { signal })
    steps.push(found ? compareField(client, wanted, found) : await createField(client, wanted))
  }
  return steps
}

/** A field of that name that is no custom one would make ours fail with a message about neither. */
async function createField(client: FrappeClient, wanted: WantedCustomField): Promise<SiteStep> {
  const name = `${wanted.dt}-${wanted.fieldname}`
  const meta = await client.meta(wanted.dt)
  if (meta.fields.some((f) => f.fieldname === wanted.fieldname && !f.is_custom_field))
    return {
      kind: 'Custom Field',
      name,
      action: 'conflict',
      differences: [`${wanted.dt} has a field ${wanted.fieldname} of its own`],
    }
  return {
    kind: 'Custom Field',
    name,
    action: 'create',
    differences: ['is missing'],
    apply: async (signal) => {
      await client.insert('Custom Field', { ...wanted }, { signal })
      client.forgetMeta(wanted.dt)
    },
  }
}

const COMPARED = ['options', 'unique', 'read_only', 'in_list_view'] as const

function compareField(client: FrappeClient, wanted: WantedCustomField, found: Document): SiteStep {
  const step: SiteStep = {
    kind: 'Custom Field',
    name: found.name,
    action: 'none',
    differences: [],
  }
  if (found.fieldtype !== wanted.fieldtype)
    return {
      ...step,
      action: 'conflict',
      differences: [`is ${found.fieldtype} instead of ${wanted.fieldtype}`],
    }
  const changes = COMPARED.filter((key) => differs(found[key], wanted[key]))
  if (changes.length === 0) return step
  return {
    ...step,
    action: 'change',
    differences: changes.map((key) => `${key} differs`),
    apply: async (signal) => {
      const values = Object.fromEntries(changes.map((key) => [key, wanted[key] ?? 0]))
      await client.update(
        'Custom Field',
        found.name,
        { modified: found.modified, ...values },
        { signal },
      )
      client.forgetMeta(wanted.dt)
    },
  }
}
