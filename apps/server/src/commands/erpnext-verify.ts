/** `insa erpnext verify`: what the site is, beside what we assume of it. */
import { CliError, EXIT } from '@insa/cli'
import { type Finding, verifySite } from '@insa/mcp-servers/erpnext'
import type { ErpnextAccess } from '../erpnext-access.ts'
import { ConfigError } from '../parse-environment.ts'
import { openErpnext, requireErpnext, webhookTarget } from './erpnext-site.ts'
import { processTerminal, type Terminal } from './terminal.ts'

export interface ErpnextVerifyOptions {
  webhookUrl?: string
  json?: boolean
}

/** @throws CliError where there is a problem; warnings alone are no failure. */
export async function erpnextVerify(
  options: ErpnextVerifyOptions,
  access: ErpnextAccess = requireErpnext(),
  terminal: Terminal = processTerminal,
): Promise<void> {
  if (!access.runtime)
    throw new ConfigError('ERPNEXT_API_KEY and ERPNEXT_API_SECRET are not set: the key that runs.')
  const findings = await verifySite({
    runtime: openErpnext(access, access.runtime),
    setup: access.setup ? openErpnext(access, access.setup) : undefined,
    webhooks: webhookTarget(access, options.webhookUrl),
  })
  if (options.json) terminal.say(JSON.stringify({ url: access.url, findings }))
  else for (const line of findings.flatMap(describe)) terminal.say(line)
  const problems = findings.filter((f) => f.level === 'problem').length
  const warnings = findings.filter((f) => f.level === 'warning').length
  const counts = `${problems} problem${problems === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}`
  if (problems > 0)
    throw new CliError(`${access.url} is not as INSA CRM needs it: ${counts}.`, {
      exitCode: EXIT.broken,
      isReported: options.json === true,
    })
  if (!options.json) terminal.say(`${access.url} can be used: ${counts}.`)
}

const SIGNS = { ok: '✓', warning: '!', problem: '✗', skipped: '-' } as const

const describe = ({ check, level, words, todo }: Finding): string[] => [
  `${SIGNS[level]} ${check}: ${words}`,
  ...(todo === undefined ? [] : [`    ${todo}`]),
]
