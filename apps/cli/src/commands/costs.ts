import { CostGroup, type CostRow, type Costs } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { formatDollars } from '../format-dollars.ts'
import type { Column } from '../format-table.ts'
import { formatCount, plural, printable } from '../format-text.ts'
import type { Output } from '../output.ts'
import { day, oneOf } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  by: CostGroup
  from?: string
  to?: string
}

export function costs(config: CliConfig): Command {
  const command = new Command('costs')
    .description('show what models cost, and what is left of today’s budget')
    .option('--by <what>', CostGroup.options.join(', '), oneOf(CostGroup.options), 'agent')
    .option('--from <day>', 'first UTC day, like 2026-01-02 (else the last thirty)', day)
    .option('--to <day>', 'last UTC day (else today)', day)
  return withConnectionOptions(command).action(({ by, from, to, ...options }: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const answer = await client.costs({ group_by: by, from, to }, { signal })
      if (out.isJson) return out.json(answer)
      printCosts(answer, out)
    }),
  )
}

const columns = (title: string): Column<CostRow>[] => [
  { title, flexible: true, text: ({ label }) => printable(label) },
  { title: 'CALLS', align: 'right', text: ({ calls }) => formatCount(calls) },
  { title: 'RUNS', align: 'right', text: ({ executions }) => formatCount(executions) },
  { title: 'IN', align: 'right', text: ({ tokens }) => formatCount(tokens.input), fromWidth: 80 },
  { title: 'OUT', align: 'right', text: ({ tokens }) => formatCount(tokens.output), fromWidth: 80 },
  {
    title: 'CACHED',
    align: 'right',
    text: ({ tokens }) => formatCount(tokens.cache_read),
    fromWidth: 80,
  },
  { title: 'SAVED', align: 'right', text: (row) => formatDollars(row.cache_saved_usd) },
  { title: 'COST', align: 'right', text: (row) => formatDollars(row.cost_usd) },
]

function printCosts({ from, to, group_by, data, totals, today }: Costs, out: Output): void {
  const spent = data.filter(({ calls }) => calls > 0)
  if (spent.length > 0) out.table(spent, columns(group_by.toUpperCase()))
  out.note(
    totals.calls === 0
      ? `No model was asked from ${from} to ${to}.`
      : `${formatDollars(totals.cost_usd)} for ${plural(totals.calls, 'call')} from ${from} to ${to}; the cache saved ${formatDollars(totals.cache_saved_usd)}.`,
  )
  if (totals.lost_calls > 0)
    out.note(
      `${plural(totals.lost_calls, 'call has', 'calls have')} an end that nobody knows: booked as if they had cost all that they could.`,
    )
  const held =
    Number(today.reserved_usd) > 0 ? `, ${formatDollars(today.reserved_usd)} held back` : ''
  out.note(
    today.limit_usd === null || today.left_usd === null
      ? `Today ${formatDollars(today.spent_usd)} spent${held}; no limit is set.`
      : `Today ${formatDollars(today.spent_usd)} of ${formatDollars(today.limit_usd)} spent${held}; ${formatDollars(today.left_usd)} left.`,
  )
}
