/** Which CRM agents' tools work in, and why: said by `insa doctor` and at the start. */
import type { ErpnextAccess, ErpnextKey } from '../../erpnext-access.ts'

export type ChosenCrm =
  | { kind: 'erpnext'; url: string; key: ErpnextKey }
  | { kind: 'built-in'; why: string }

export function chooseCrm(access: ErpnextAccess | null): ChosenCrm {
  if (access === null) return { kind: 'built-in', why: 'Set ERPNEXT_URL to work in ERPNext.' }
  if (access.runtime === null)
    return {
      kind: 'built-in',
      why: 'ERPNEXT_URL is set, but ERPNEXT_API_KEY and ERPNEXT_API_SECRET are not.',
    }
  return { kind: 'erpnext', url: access.url, key: access.runtime }
}
