import type { ErpnextSync, SiteDecision } from '@insa/contracts'
import { Command, Option } from 'commander'
import type { CliConfig } from '../config.ts'
import { printable } from '../format-text.ts'
import type { Output } from '../output.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  backfill?: boolean
  stop?: boolean
  check?: boolean
  retry?: boolean
  site?: SiteDecision['site']
  qualify: boolean
}

/** `insa erpnext sync`: how the exchange stands; with an option, something is done about it first. */
export function erpnextSync(config: CliConfig): Command {
  const command = new Command('sync')
    .description('how the exchange with ERPNext stands: lag, what waits, what failed and why')
    .option('--backfill', 'read the whole site in: leads, customers, opportunities')
    .option('--no-qualify', 'with --backfill: leave what is read in unqualified')
    .option('--stop', 'stop reading in; it goes on from its beginning, past what is known')
    .option('--check', 'look at everything now')
    .option('--retry', 'send again what ERPNext refused')
    .addOption(
      new Option(
        '--site <what>',
        'say what another address in ERPNEXT_URL is: the same site, or another one',
      ).choices(['moved', 'another']),
    )
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { erpnext } = client
      if (options.site) await erpnext.decideSite({ site: options.site }, { signal })
      if (options.stop) await erpnext.stopBackfill({ signal })
      if (options.backfill)
        await erpnext.startBackfill({ qualify: options.qualify ? 'open' : 'none' }, { signal })
      if (options.retry) await erpnext.retry({ signal })
      if (options.check) await erpnext.check({ signal })
      const sync = await erpnext.sync({ signal })
      if (out.isJson) return out.json(sync)
      printSync(sync, out)
    }),
  )
}

const STATE: Record<ErpnextSync['state'], string> = {
  off: 'no site is connected (ERPNEXT_URL and its key name one)',
  starting: 'starting',
  running: 'running',
  paused: 'paused',
  away: 'ERPNext is away; it is tried again by itself',
}

const seconds = (value: number | null) => (value === null ? 'not yet known' : `${value} s`)

function printSync(sync: ErpnextSync, out: Output): void {
  const { backfill, problem, leads } = sync
  const rows: [string, string][] = [
    ['exchange', STATE[sync.state]],
    ['site', sync.site_url ?? 'none'],
    ['behind, in', seconds(sync.in.lag_seconds)],
    ['behind, out', seconds(sync.out.lag_seconds)],
    [
      'leads in both',
      `${leads.linked}, ${leads.gone} removed there, ${leads.removed} removed here`,
    ],
    ['waiting', `${sync.out.waiting} to go out, ${sync.in.to_qualify} to be qualified`],
    ['refused', String(sync.out.failed)],
    ['conflicts', `${sync.open_conflicts} open`],
  ]
  if (backfill)
    rows.push(['reading in', `${backfill.status}, ${backfill.done} of ${backfill.total}`])
  if (problem) rows.push(['problem', [problem.message, problem.todo].filter(Boolean).join(' ')])
  for (const failure of sync.out.failures)
    rows.push(['', `${failure.title}: ${failure.problem.message}`])
  out.table(rows, [
    { title: 'ERPNEXT', text: ([title]) => title },
    { title: '', flexible: true, wraps: true, text: ([, value]) => printable(value) },
  ])
}
