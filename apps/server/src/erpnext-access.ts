/** How ERPNext is reached: the variables that say so, and what they come to. */
import { z } from 'zod'
import { ConfigError } from './parse-environment.ts'

export const ERPNEXT_VARIABLES = {
  ERPNEXT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The ERPNext site, e.g. https://erp.example.com. Agents’ CRM tools work in it with ERPNEXT_API_KEY and _SECRET; without, in the built-in tables.',
    ),
  ERPNEXT_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe(
      'API key of the user that INSA CRM works as in ERPNext: sales and projects, no more.',
    ),
  ERPNEXT_API_SECRET: z.string().min(1).optional().describe('The secret of ERPNEXT_API_KEY.'),
  ERPNEXT_WEBHOOK_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('ERPNext signs its webhooks with it; `insa erpnext setup` puts it there.'),
  ERPNEXT_SETUP_KEY: z
    .string()
    .min(1)
    .optional()
    .describe(
      'API key of a System Manager of ERPNext, for `insa erpnext setup` and `verify` alone: leave it out of what runs.',
    ),
  ERPNEXT_SETUP_SECRET: z.string().min(1).optional().describe('The secret of ERPNEXT_SETUP_KEY.'),
} as const

export interface ErpnextKey {
  apiKey: string
  apiSecret: string
}

/** How ERPNext is reached: two keys, one for what runs and one for set-up. */
export interface ErpnextAccess {
  url: string
  runtime: ErpnextKey | null
  setup: ErpnextKey | null
  webhookSecret: string | null
}

const ErpnextVariables = z.object(ERPNEXT_VARIABLES)
type ErpnextVariables = z.infer<typeof ErpnextVariables>

/** @throws ConfigError naming the half of a key that is missing. */
export function erpnextAccessOf(e: ErpnextVariables): ErpnextAccess | null {
  if (e.ERPNEXT_URL === undefined) return null
  return {
    url: e.ERPNEXT_URL,
    runtime: keyOf('ERPNEXT_API_', e.ERPNEXT_API_KEY, e.ERPNEXT_API_SECRET),
    setup: keyOf('ERPNEXT_SETUP_', e.ERPNEXT_SETUP_KEY, e.ERPNEXT_SETUP_SECRET),
    webhookSecret: e.ERPNEXT_WEBHOOK_SECRET ?? null,
  }
}

/** For what runs. */
export const withoutSetUp = (access: ErpnextAccess | null) => access && { ...access, setup: null }

function keyOf(stem: string, apiKey?: string, apiSecret?: string): ErpnextKey | null {
  if (apiKey !== undefined && apiSecret !== undefined) return { apiKey, apiSecret }
  if (apiKey === undefined && apiSecret === undefined) return null
  throw new ConfigError(`${stem}KEY and ${stem}SECRET belong together: one of them is not set.`)
}
