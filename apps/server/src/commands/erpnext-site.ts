/** What both commands of `insa erpnext` begin with: the site, its keys, and failures in words. */
import { CliError, EXIT } from '@insa/cli'
import {
  createFrappeClient,
  explainFailure,
  type FailureKind,
  type FrappeClient,
  FrappeFailure,
} from '@insa/mcp-servers/erpnext'
import { readErpnextAccess } from '../config.ts'
import type { ErpnextAccess, ErpnextKey } from '../erpnext-access.ts'
import { ConfigError } from '../parse-environment.ts'

/** @throws ConfigError where no site is named. */
export function requireErpnext(access = readErpnextAccess()): ErpnextAccess {
  if (access) return access
  throw new ConfigError(
    'ERPNEXT_URL is not set. Name the site, such as https://erp.example.com, and its keys; .env.example lists them.',
  )
}

export const openErpnext = (access: ErpnextAccess, key: ErpnextKey): FrappeClient =>
  createFrappeClient({ url: access.url, ...key })

/** @throws ConfigError for an address without its secret, or one that is none. */
export function webhookTarget(
  access: ErpnextAccess,
  url: string | undefined,
): { url: string; secret: string } | undefined {
  if (url === undefined) return undefined
  if (!URL.canParse(url)) throw new ConfigError(`${url} is no address.`)
  if (!access.webhookSecret)
    throw new ConfigError(
      '--webhook-url needs ERPNEXT_WEBHOOK_SECRET, which signs what ERPNext sends.',
    )
  return { url, secret: access.webhookSecret }
}

const EXIT_OF: Partial<Record<FailureKind, (typeof EXIT)[keyof typeof EXIT]>> = {
  unauthorized: EXIT.notAllowed,
  forbidden: EXIT.notAllowed,
  unreachable: EXIT.unavailable,
  unavailable: EXIT.unavailable,
  timeout: EXIT.unavailable,
  certificate: EXIT.unavailable,
  rate_limited: EXIT.unavailable,
}

/** A failure of the site as one of the command line: what is wrong, and what to do. */
export function toCliError(
  failure: FrappeFailure,
  { about, isReported = false }: { about?: string; isReported?: boolean } = {},
): CliError {
  const [first = '', ...rest] = explainFailure(failure).split('\n')
  return new CliError(about === undefined ? first : `${about}: ${first}`, {
    exitCode: EXIT_OF[failure.kind] ?? EXIT.unexpected,
    isReported,
    ...(rest.length > 0 && { hint: rest.join('\n') }),
  })
}

export async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof FrappeFailure ? toCliError(error) : error
  }
}
