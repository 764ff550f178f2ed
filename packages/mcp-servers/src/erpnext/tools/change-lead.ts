/** A change of a lead that may be of its fields, of its score, or of both. */
import { ToolError } from '../../kit/index.ts'
import type { CrmBackend, LeadMarks, WriteOptions, Written } from '../backend.ts'

export interface LeadChange {
  id: string
  version: string | undefined
  values: Record<string, unknown>
  marks: LeadMarks
}

/** The second write is locked with the version that the first one gave. */
export async function changeLead(
  crm: CrmBackend,
  { id, version, values, marks }: LeadChange,
  options: WriteOptions,
): Promise<Written> {
  const hasMarks = Object.values(marks).some((mark) => mark !== undefined)
  const hasValues = Object.keys(values).length > 0
  if (!hasMarks && !hasValues)
    throw new ToolError('There is nothing to change.', {
      code: 'arguments.invalid',
      hint: 'Send values, or one of qualification_score, priority, recommended_action.',
    })
  if (!hasValues) return crm.markLead({ id, version }, marks, options)
  const first = await crm.update({ doctype: 'Lead', id, version }, values, options)
  if (!hasMarks) return first
  const next = { id: first.record?.id ?? id, version: first.record?.version }
  const second = await crm.markLead(next, marks, options)
  return {
    ...second,
    done: first.done || second.done,
    changes: [...first.changes, ...second.changes],
    checks: [...first.checks, ...second.checks],
    notices: [...first.notices, ...second.notices],
  }
}
