/** Agents name records by our ids; ERPNext by its names. Which of the arguments is the id of what, and what ERPNext calls it. */
import { validate as isUuid } from 'uuid'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'

type Arguments = Record<string, unknown>

/** The argument that names a record, and the DocType that it is of. */
function named(args: Arguments): { argument: string; doctype: unknown } | null {
  if ('lead_id' in args) return { argument: 'lead_id', doctype: 'Lead' }
  if ('opportunity_id' in args) return { argument: 'opportunity_id', doctype: 'Opportunity' }
  if ('id' in args) return { argument: 'id', doctype: args.doctype ?? args.from }
  return null
}

/**
 * An id of ours becomes ERPNext's name; a name, or words, stay. No name of ERPNext looks like an id of ours.
 * @throws AgentFailure `tool.failed` for a record of ours that ERPNext has not.
 */
export async function toErpnextIds(
  args: Arguments,
  nameOf: (doctype: string, id: string) => Promise<string | null>,
): Promise<Arguments> {
  const one = named(args)
  const id = one && args[one.argument]
  if (!one || typeof id !== 'string' || !isUuid(id)) return args
  const doctype = String(one.doctype)
  const name = await nameOf(doctype, id)
  if (name !== null) return { ...args, [one.argument]: name }
  throw new AgentFailure(
    'tool.failed',
    `${doctype} ${id} is not in ERPNext (record.not_in_erpnext).\nIt may not have been sent there yet; what this program knows of it is in its own tables.`,
  )
}
