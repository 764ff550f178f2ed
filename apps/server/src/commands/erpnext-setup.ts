/** `insa erpnext setup`: shows what the site lacks, and puts it there. */
import { applySetUp, planSetUp, type SetUpOutcome, type SiteStep } from '@insa/mcp-servers/erpnext'
import type { ErpnextAccess } from '../erpnext-access.ts'
import { ConfigError } from '../parse-environment.ts'
import { inWords, openErpnext, requireErpnext, toCliError, webhookTarget } from './erpnext-site.ts'
import { processTerminal, type Terminal } from './terminal.ts'

export interface ErpnextSetupOptions {
  dryRun?: boolean
  apply?: boolean
  webhookUrl?: string
  json?: boolean
}

/** @throws CliError where the site refuses or a step fails; what was done until then stays, and the next run goes on from there. */
export async function erpnextSetup(
  options: ErpnextSetupOptions,
  access: ErpnextAccess = requireErpnext(),
  terminal: Terminal = processTerminal,
): Promise<void> {
  if (options.apply && options.dryRun)
    throw new ConfigError('--dry-run and --apply are opposites: name one of them.')
  if (!access.setup)
    throw new ConfigError(
      'ERPNEXT_SETUP_KEY and ERPNEXT_SETUP_SECRET are not set: the API key of a System Manager, for this command alone.',
    )
  const client = openErpnext(access, access.setup)
  const webhooks = webhookTarget(access, options.webhookUrl)
  const plan = await inWords(planSetUp(client, { webhooks }))
  const shown = (line: string) => (options.json ? undefined : terminal.say(line))
  const doing = plan.filter((step) => step.apply !== undefined)
  if (!options.apply) {
    for (const step of plan) if (step.action !== 'none') shown(describe(step))
    shown(summary(plan))
    if (options.json) terminal.say(JSON.stringify({ url: access.url, steps: plan.map(asJson) }))
    return
  }
  let count = 0
  const outcome = await applySetUp(doing, (step) => {
    count++
    shown(`${describe(step)}: done (${count} of ${doing.length})`)
  })
  report({ options, access, plan, outcome, terminal })
}

interface Report {
  options: ErpnextSetupOptions
  access: ErpnextAccess
  plan: SiteStep[]
  outcome: SetUpOutcome
  terminal: Terminal
}

function report({ options, access, plan, outcome, terminal }: Report): void {
  const conflicts = plan.filter((step) => step.action === 'conflict')
  if (options.json)
    terminal.say(
      JSON.stringify({
        url: access.url,
        done: outcome.done.map(asJson),
        failed: outcome.failed
          ? { ...asJson(outcome.failed.step), message: outcome.failed.error.message }
          : null,
        left: outcome.left.map(asJson),
        conflicts: conflicts.map(asJson),
      }),
    )
  else {
    for (const step of conflicts) terminal.say(describe(step))
    if (!outcome.failed) terminal.say(finished(outcome.done.length, conflicts.length))
  }
  if (!outcome.failed) return
  const { step, error } = outcome.failed
  const left = outcome.left.length + 1
  throw toCliError(error, {
    about: `${step.kind} ${step.name} could not be made (${outcome.done.length} done, ${left} left; run it again to go on)`,
    isReported: options.json === true,
  })
}

const SIGNS = { create: '+', change: '~', conflict: '!', none: '=' } as const

const describe = ({ kind, name, action, differences }: SiteStep) =>
  `${SIGNS[action]} ${kind} ${name}${action === 'create' ? '' : `: ${differences.join('; ')}`}`

function summary(plan: readonly SiteStep[]): string {
  const count = (action: SiteStep['action']) => plan.filter((s) => s.action === action).length
  const [create, change, conflict] = [count('create'), count('change'), count('conflict')]
  if (create + change + conflict === 0) return `All ${plan.length} parts are there; nothing to do.`
  const parts = [`${create} to create`, `${change} to change`, `${count('none')} as they should be`]
  if (conflict > 0) parts.push(`${conflict} in the way of something else, left alone`)
  return `${parts.join(', ')}. Nothing was changed${create + change > 0 ? '; --apply does it' : ''}.`
}

const finished = (done: number, conflicts: number) =>
  conflicts > 0
    ? `${done} done; ${conflicts} left alone, because something else has their name.`
    : done === 0
      ? 'Everything was there already; nothing was changed.'
      : `${done} done. The site has all that INSA CRM needs.`

const asJson = ({ kind, name, action, differences }: SiteStep) => ({
  kind,
  name,
  action,
  differences,
})
