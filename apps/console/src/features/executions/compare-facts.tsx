import type { Execution, LeadScore } from '@insa/contracts'
import type { ReactNode } from 'react'
import { ActionLabel, ExecutionBadge, PriorityBadge } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { formatDuration, formatNumber, formatPercent, formatScore } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

interface CompareFactsProps {
  first: Execution
  replay: Execution
  scores: readonly [LeadScore | null, LeadScore | null]
}

/** What came out, on what, how fast and for how much: then and now. */
export function CompareFacts({ first, replay, scores }: CompareFactsProps) {
  const both = (tell: (execution: Execution) => ReactNode) => [tell(first), tell(replay)] as const
  const ofScore = (tell: (score: LeadScore) => ReactNode) =>
    [scores[0] && tell(scores[0]), scores[1] && tell(scores[1])] as const
  const rows: { name: string; cells: readonly [ReactNode, ReactNode] }[] = [
    { name: 'Ended', cells: both(({ status }) => <ExecutionBadge status={status} />) },
    { name: 'Engine', cells: both(({ engine, model }) => model ?? engine) },
    ...(scores.some((score) => score !== null)
      ? [
          { name: 'Score', cells: ofScore((s) => formatScore(s.qualification_score)) },
          { name: 'Priority', cells: ofScore((s) => <PriorityBadge priority={s.priority} />) },
          { name: 'Action', cells: ofScore((s) => <ActionLabel action={s.recommended_action} />) },
          { name: 'Confidence', cells: ofScore((s) => formatPercent(s.confidence)) },
          { name: 'Coverage', cells: ofScore((s) => formatPercent(s.coverage)) },
        ]
      : []),
    { name: 'Cost', cells: both(({ cost_usd }) => `$${cost_usd}`) },
    { name: 'Tokens', cells: both(tokensOf) },
    { name: 'Took', cells: both(tookOf) },
  ]
  return (
    <Card title="Outcome" flush>
      <ScrollRegion label="Outcome" className="overflow-x-auto">
        <table className="w-full text-sm">
          <thead className="text-left text-ink-3 text-xs">
            <tr>
              <th scope="col" className="w-36 px-4 py-2 font-medium">
                <span className="sr-only">What</span>
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                Then
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                Replay
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row" className="px-4 py-2 text-left font-normal text-ink-3">
                  {name}
                </th>
                <td className="num px-4 py-2">{cells[0] ?? '–'}</td>
                <td className="num px-4 py-2">{cells[1] ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  )
}

function tokensOf({ tokens_used: { input, output, cache_read, cache_write } }: Execution): string {
  if (input + output + cache_read + cache_write === 0) return 'none'
  return `${formatNumber(input + cache_read + cache_write)} in, ${formatNumber(output)} out`
}

function tookOf({ started_at, finished_at }: Execution): string | null {
  if (!started_at || !finished_at) return null
  return formatDuration(Date.parse(finished_at) - Date.parse(started_at))
}
