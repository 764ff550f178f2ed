import {
  type Budget,
  type BudgetSettings,
  type CompanyProfile,
  FACTOR_NAMES,
  type QualificationSettings,
} from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { formatDollars } from '../format-dollars.ts'
import { printable } from '../format-text.ts'
import type { Output } from '../output.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function settingsShow(config: CliConfig): Command {
  const command = new Command('show').description(
    'show how leads are weighed, the company profile that they are judged against, and how much models may cost',
  )
  return withConnectionOptions(command).action((options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const [qualification, company_profile, budgets] = await Promise.all([
        client.settings.qualification({ signal }),
        client.settings.companyProfile({ signal }),
        client.settings.budgets({ signal }),
      ])
      if (out.isJson) return out.json({ qualification, company_profile, budgets })
      printQualification(qualification, out)
      out.line()
      printCompanyProfile(company_profile, out)
      out.line()
      printBudgets(budgets, out)
    }),
  )
}

function printQualification(settings: QualificationSettings, out: Output): void {
  const { weights, thresholds } = settings
  const total = FACTOR_NAMES.reduce((sum, name) => sum + weights[name], 0)
  printFields('QUALIFICATION', out, [
    ...FACTOR_NAMES.map(
      (name) =>
        [`${name}`, `${weights[name]} (${Math.round((weights[name] / total) * 100)} %)`] as const,
    ),
    [
      'IMMEDIATE',
      `from ${thresholds.immediate}, with coverage from ${Math.round(settings.immediate_coverage * 100)} %`,
    ],
    ['HIGH', `from ${thresholds.high}`],
    ['MEDIUM', `from ${thresholds.medium}`],
    ['unknown factor', `counts ${settings.neutral_prior}`],
    ['new leads', settings.auto_qualify ? 'qualify themselves' : 'wait to be qualified'],
    ['alerts go to', settings.sales_email ?? 'the owner of the lead only'],
  ])
}

function printCompanyProfile(profile: CompanyProfile, out: Output): void {
  const rates = Object.entries(profile.exchange_rates)
  printFields('COMPANY PROFILE', out, [
    ['company', profile.company_name],
    ['services', profile.services.join(', ')],
    ['industries', profile.industries.join(', ')],
    ['platforms', profile.platforms.join(', ')],
    ['territory', profile.territory.join(', ') || 'everywhere'],
    ['smallest job', `${profile.smallest_job.toLocaleString('en')} ${profile.currency}`],
    ['competitors', profile.competitors.join(', ') || 'none named'],
    ['exchange rates', rates.map(([code, rate]) => `${code} ${rate}`).join(', ') || 'none'],
  ])
}

function printBudgets({ run, day, deal }: BudgetSettings, out: Output): void {
  printFields('BUDGETS', out, [
    ['a run', limitOf(run)],
    ['a day', limitOf(day)],
    ['a deal', limitOf(deal)],
  ])
}

const ON_CROSSING: Record<Budget['on_crossing'], string> = {
  stop: 'then the run fails',
  downgrade: 'then a cheaper model, at last the baseline',
  ask: 'then a person is asked',
}

const limitOf = ({ limit_usd, on_crossing }: Budget) =>
  limit_usd === null ? 'no limit' : `${formatDollars(limit_usd)}, ${ON_CROSSING[on_crossing]}`

type Field = readonly [title: string, value: string]

/** Long lists of services, countries and rates go on under themselves. */
function printFields(heading: string, out: Output, fields: readonly Field[]): void {
  out.table(fields, [
    { title: heading, text: ([title]) => title },
    { title: '', flexible: true, wraps: true, text: ([, value]) => printable(value) },
  ])
}
