/** What the run-time key may do: all that the tools need, and not much more. */
import type { FrappeClient } from '../client/frappe-client.ts'
import type { Finding } from './finding.ts'
import { mayDo } from './may-do.ts'

const NEEDED: Record<string, { rights: readonly string[]; role: string }> = {
  Lead: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Opportunity: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Customer: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Quotation: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Contact: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Address: { rights: ['read', 'write', 'create'], role: 'Sales User' },
  Project: { rights: ['read', 'write', 'create'], role: 'Projects User' },
  Task: { rights: ['read', 'write', 'create'], role: 'Projects User' },
  Item: { rights: ['read'], role: 'Sales User' },
}

/** Who may write these may change the site itself. */
const TOO_MUCH = ['Custom Field', 'DocType', 'User', 'Webhook']

export async function verifyPermissions(
  client: FrappeClient,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [doctype, { rights, role }] of Object.entries(NEEDED)) {
    const missing: string[] = []
    for (const right of rights)
      if (!(await mayDo(client, doctype, right, signal))) missing.push(right)
    if (missing.length > 0)
      findings.push({
        check: 'permissions',
        level: 'problem',
        words: `the run-time key may not ${missing.join(', ')} ${doctype}`,
        todo: `Give its user the role ${role}.`,
      })
  }
  const excess: string[] = []
  for (const doctype of TOO_MUCH)
    if (await mayDo(client, doctype, 'write', signal)) excess.push(doctype)
  if (excess.length > 0)
    findings.push({
      check: 'permissions',
      level: 'warning',
      words: `the run-time key may write ${excess.join(', ')}, so it can change the site itself`,
      todo: 'Use a user of its own without System Manager, and keep that key for set-up.',
    })
  if (findings.length > 0) return findings
  return [
    {
      check: 'permissions',
      level: 'ok',
      words: 'the run-time key may do what it must, and no more',
    },
  ]
}
