/** The tools of the server erpnext for a program that has them in itself: shown once, and called on any back end. */
import { callInProcess } from '../kit/call-in-process.ts'
import type { Tool } from '../kit/index.ts'
import type { CrmBackend } from './backend.ts'
import { ERPNEXT_TOOLS } from './erpnext-tools.ts'

export type { Tool as ErpnextTool } from '../kit/index.ts'
export { describeToolError, ToolError } from '../kit/tool-error.ts'
export type { CrmBackend } from './backend.ts'
export { createBuiltInBackend } from './built-in/built-in-backend.ts'
export { createFrappeClient } from './client/frappe-client.ts'
export { createRestBackend } from './rest/rest-backend.ts'

export interface InProcessTool {
  /** Its name, words, schemas and effect, which are the same on every back end. */
  tool: Tool
  /** @throws ToolError for what the caller can mend; whatever else it throws; the signal's reason. */
  callOn(
    crm: CrmBackend,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>>
}

/** A declaration does not look at its back end before it is run. */
const NOWHERE = new Proxy({} as CrmBackend, {
  get() {
    throw new Error('This tool was made to be looked at.')
  },
})

export const inProcessTools = (): InProcessTool[] =>
  ERPNEXT_TOOLS.map((make) => ({
    tool: make(NOWHERE),
    callOn: (crm, args, signal) => callInProcess(make(crm), args, signal),
  }))
