import type { CostRow, Costs } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import { formatCompact, formatNumber } from '../../ui/format.ts'
import { formatDollars } from '../../ui/format-dollars.ts'
import { agentLabel } from '../../ui/labels.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { type CostsSearch, GROUPS } from './costs.search.ts'

type Group = NonNullable<CostsSearch['by']>

interface CostTableProps {
  costs: Costs | undefined
  by: Group
  onChoose: (group: Group) => void
}

/** Who or what it was spent on, the dearest first. */
export function CostTable({ costs, by, onChoose }: CostTableProps) {
  return (
    <Card title="Spent on" flush aside={<GroupChoice by={by} onChoose={onChoose} />}>
      {costs?.group_by === by ? (
        <ScrollRegion label="Spent on" className="overflow-x-auto">
          <table className="w-full text-sm">
            <thead className="text-left text-ink-3 text-xs">
              <tr>
                <Head>{GROUPS.find(({ group }) => group === by)?.label}</Head>
                <Head right>Cost</Head>
                <Head right>Calls</Head>
                <Head right>Runs</Head>
                <Head right>In</Head>
                <Head right>Out</Head>
                <Head right>From cache</Head>
                <Head right>Into cache</Head>
                <Head right>Saved</Head>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {costs.data.map((row) => (
                <Row key={row.key} row={row} by={by} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <SkeletonRows rows={4} label="Loading the costs" />
      )}
    </Card>
  )
}

function GroupChoice({ by, onChoose }: Pick<CostTableProps, 'by' | 'onChoose'>) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Told by</legend>
      {GROUPS.map(({ group, label }) => (
        <button
          key={group}
          type="button"
          aria-pressed={group === by}
          onClick={() => onChoose(group)}
          className="h-7 rounded-md px-2 text-ink-2 text-sm hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

function Head({ right, children }: { right?: boolean; children: ReactNode }) {
  return (
    <th
      scope="col"
      className={right ? 'px-3 py-2 text-right font-medium' : 'px-4 py-2 font-medium'}
    >
      {children}
    </th>
  )
}

function Row({ row, by }: { row: CostRow; by: Group }) {
  const { calls, executions, tokens, cache_saved_usd, cost_usd } = row
  const numbers = [
    formatNumber(calls),
    formatNumber(executions),
    formatCompact(tokens.input),
    formatCompact(tokens.output),
    formatCompact(tokens.cache_read),
    formatCompact(tokens.cache_write),
    formatDollars(cache_saved_usd),
  ]
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className="max-w-64 truncate px-4 py-2 text-left font-medium">
        <Name row={row} by={by} />
      </th>
      <td className="num whitespace-nowrap px-3 py-2 text-right font-medium">
        {formatDollars(cost_usd)}
      </td>
      {numbers.map((number, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
        <td key={at} className="num whitespace-nowrap px-3 py-2 text-right text-ink-2">
          {number}
        </td>
      ))}
    </tr>
  )
}

function Name({ row: { key, label }, by }: { row: CostRow; by: Group }) {
  const look = 'text-accent underline underline-offset-3'
  if (by === 'lead' && key !== '') {
    return (
      <Link to="/leads/$leadId" params={{ leadId: key }} className={look}>
        {label}
      </Link>
    )
  }
  if (by === 'execution') {
    return (
      <Link to="/executions/$executionId" params={{ executionId: key }} className={look}>
        <span className="font-mono text-xs">{key}</span>
      </Link>
    )
  }
  return by === 'agent' ? agentLabel(key) : label
}
