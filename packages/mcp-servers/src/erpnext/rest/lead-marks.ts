/** A judgement in the fields that set-up has given Lead; what the site has no field for is told. */
import { ToolError } from '../../kit/index.ts'
import type { LeadMarks } from '../backend.ts'
import type { FrappeClient } from '../client/frappe-client.ts'
import { findField } from '../client/metadata.ts'

const FIELDS: Record<keyof LeadMarks, string> = {
  qualification_status: 'qualification_status',
  qualification_score: 'custom_insa_score',
  priority: 'custom_insa_priority',
  recommended_action: 'custom_insa_action',
  reasoning: 'custom_insa_reasoning',
}

export async function leadMarks(
  client: FrappeClient,
  marks: LeadMarks,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const meta = await client.meta('Lead', { signal })
  const values: Record<string, unknown> = {}
  const missing: string[] = []
  for (const [mark, value] of Object.entries(marks)) {
    if (value === undefined) continue
    const field = FIELDS[mark as keyof LeadMarks]
    if (findField(meta, field)) values[field] = value
    else missing.push(mark)
  }
  if (missing.length > 0)
    throw new ToolError(`This ERPNext has no place for ${missing.join(', ')}.`, {
      code: 'erpnext.not_set_up',
      hint: 'An administrator makes the fields with: insa erpnext setup --apply',
    })
  const user = await client.read('frappe.auth.get_logged_user', {}, { signal })
  if (marks.qualification_status === 'Qualified')
    Object.assign(values, {
      ...(findField(meta, 'qualified_by') && { qualified_by: user }),
      ...(findField(meta, 'qualified_on') && {
        qualified_on: new Date().toISOString().slice(0, 10),
      }),
    })
  return values
}
