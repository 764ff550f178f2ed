/** Looks at a real site for everything that we assume of it, and says what differs. Changes nothing. */
import type { FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'
import { explainFailure } from './explain-failure.ts'
import type { Finding } from './finding.ts'
import type { WebhookTarget } from './plan-webhooks.ts'
import { planSetUp } from './set-up-site.ts'
import { verifyFields } from './verify-fields.ts'
import { verifyMasters } from './verify-masters.ts'
import { verifyPermissions } from './verify-permissions.ts'

export interface VerifyOptions {
  /** With the least rights: what the running program has. */
  runtime: FrappeClient
  /** A System Manager's: without it what set-up made is looked at from outside only. */
  setup?: FrappeClient | undefined
  webhooks?: WebhookTarget | undefined
  signal?: AbortSignal | undefined
}

/** Never throws for what the site does: that is a finding. */
export async function verifySite(options: VerifyOptions): Promise<Finding[]> {
  const { runtime, setup, signal } = options
  const connected = await attempt('connection', () => verifyConnection(runtime, signal))
  if (connected.some((f) => f.level === 'problem')) return connected
  return [
    ...connected,
    ...(await attempt('version', () => verifyVersion(runtime, signal))),
    ...(await attempt('fields', () => verifyFields(runtime, signal))),
    ...(await attempt('masters', () => verifyMasters(runtime, signal))),
    ...(await attempt('permissions', () => verifyPermissions(runtime, signal))),
    ...(setup ? await attempt('set-up', () => verifySetUp(setup, options)) : [noSetUpKey()]),
  ]
}

async function attempt(check: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FrappeFailure)) throw error
    const [words = '', todo] = explainFailure(error).split(/\n(?=[^\n]*$)/)
    return [{ check, level: 'problem', words, ...(todo !== undefined && { todo }) }]
  }
}

async function verifyConnection(client: FrappeClient, signal?: AbortSignal): Promise<Finding[]> {
  const user = await client.read('frappe.auth.get_logged_user', {}, { signal })
  return [
    { check: 'connection', level: 'ok', words: `${client.url} answers; the key is ${user}’s` },
  ]
}

const SUPPORTED = [15, 16]

async function verifyVersion(client: FrappeClient, signal?: AbortSignal): Promise<Finding[]> {
  const check = 'version'
  const apps = (await client.read(
    'frappe.utils.change_log.get_versions',
    {},
    { signal },
  )) as Record<string, { version?: string } | undefined>
  const version = apps?.erpnext?.version
  if (version === undefined)
    return [
      {
        check,
        level: 'problem',
        words: 'ERPNext is not installed in this site.',
        todo: 'Install ERPNext there, or name another site. Frappe CRM is a different product.',
      },
    ]
  const words = `ERPNext ${version} on Frappe ${apps?.frappe?.version ?? '?'}`
  if (SUPPORTED.includes(Number(version.split('.')[0]))) return [{ check, level: 'ok', words }]
  return [
    {
      check,
      level: 'warning',
      words: `${words}: tried with 15 and 16 only.`,
      todo: 'Look at what this check says of fields before you rely on it.',
    },
  ]
}

async function verifySetUp(
  setup: FrappeClient,
  { webhooks, signal }: VerifyOptions,
): Promise<Finding[]> {
  const steps = await planSetUp(setup, { webhooks, signal })
  const open = steps.filter((step) => step.action !== 'none')
  if (open.length === 0)
    return [
      { check: 'set-up', level: 'ok', words: `all ${steps.length} parts are as set-up makes them` },
    ]
  return open.map(({ kind, name, action, differences }) => ({
    check: 'set-up',
    level: action === 'conflict' ? 'problem' : 'warning',
    words: `${kind} ${name}: ${differences.join('; ')}`,
    todo:
      action === 'conflict'
        ? 'Rename or remove what is in the way; set-up does not touch it.'
        : 'insa erpnext setup --apply',
  }))
}

const noSetUpKey = (): Finding => ({
  check: 'set-up',
  level: 'skipped',
  words: 'what set-up makes was not looked at: there is no set-up key',
  todo: 'Set ERPNEXT_SETUP_KEY and ERPNEXT_SETUP_SECRET of a System Manager for this command only.',
})
