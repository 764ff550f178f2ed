/** What agents may call, ours and others'; for compose.ts alone. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import {
  createErpnextTools,
  type ErpnextToolsDeps,
} from './features/erpnext-tools/erpnext-tools.ts'
import { createCrmTools } from './features/leads/crm-tools.ts'
import { createBudgetTools } from './platform/budget/budget-tools.ts'
import { readMcpConfig } from './platform/gateway/mcp-config.ts'
import { createMcpManager } from './platform/gateway/mcp-manager.ts'
import { splitToolName, type Tool } from './platform/gateway/tool.ts'

/** Tools of our own servers, which run in this process. */
export function createOwnTools(deps: Omit<ErpnextToolsDeps, 'except'>): Tool[] {
  const leadTools = createCrmTools(deps.database)
  const except = new Set(leadTools.map((t) => t.name))
  return [
    ...leadTools,
    ...createErpnextTools({ ...deps, except }),
    ...createBudgetTools(deps.database),
  ]
}

/** The servers of the config, beside our own. */
export const createMcp = (
  { config, logger }: { config: Config; logger: Logger },
  tools: readonly Tool[],
) =>
  createMcpManager({
    config: readMcpConfig(config.mcp, new Set(tools.map((t) => splitToolName(t.name).server))),
    childEnvironment: config.childEnvironment,
    logger,
  })
