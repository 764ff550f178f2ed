/**
 * Which DocTypes the generic tools touch. The key's own rights hold as well; this holds where a key has too many: nobody's tool
 * changes users, rights, the site's structure or its programs, or reads credentials.
 */
import { ToolError } from '../../kit/index.ts'

const NEVER = new Set([
  ...['User', 'Role', 'Role Profile', 'Has Role', 'DocPerm', 'Custom DocPerm', 'User Permission'],
  ...['DocType', 'DocField', 'Custom Field', 'Property Setter', 'Customize Form', 'Module Def'],
  ...['Server Script', 'Client Script', 'Webhook', 'Webhook Request Log', 'System Console'],
  ...['System Settings', 'Email Account', 'OAuth Client', 'OAuth Bearer Token', 'Connected App'],
  ...['Social Login Key', 'LDAP Settings', 'Data Import', 'Error Log', 'Activity Log', 'Patch Log'],
  ...['Deleted Document', 'Version', 'Access Log', 'Token Cache', 'Integration Request'],
])

/** What tools write unless the site's administrator names more. */
const WRITTEN = new Set([
  ...['Lead', 'Opportunity', 'Prospect', 'Customer', 'Quotation', 'Contact', 'Address', 'Project'],
  ...['Task', 'ToDo', 'Event', 'Note', 'Communication', 'Item', 'Campaign', 'Competitor'],
  ...['Lead Source', 'UTM Source', 'UTM Campaign', 'Industry Type', 'Market Segment', 'Territory'],
  ...['Lead Score', 'Automation Requirements', 'OT Asset Inventory', 'Cybersecurity Assessment'],
])

export function requireReadable(doctype: string): void {
  if (!NEVER.has(doctype)) return
  throw new ToolError(`No tool reads ${doctype}.`, { code: 'doctype.refused' })
}

export function requireWritable(doctype: string, more: ReadonlySet<string>): void {
  if (!NEVER.has(doctype) && (WRITTEN.has(doctype) || more.has(doctype))) return
  throw new ToolError(`No tool writes ${doctype}.`, {
    code: 'doctype.refused',
    hint: NEVER.has(doctype)
      ? 'It belongs to the site itself and is changed by its administrator.'
      : `An administrator can allow it with ERPNEXT_MORE_DOCTYPES. Written are: ${[...WRITTEN].join(', ')}.`,
  })
}
