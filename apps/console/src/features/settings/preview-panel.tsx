import { QualificationSettings, type SettingsPreview } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { formatNumber, formatScore } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { previewQuery } from './settings.api.ts'
import { signed } from './settings-maths.ts'

interface PreviewPanelProps {
  draft: QualificationSettings
  /** Whether the draft differs from what is saved. */
  changed: boolean
}

/** How today's leads would move under the draft. Nothing is stored until it is saved. */
export function PreviewPanel({ draft, changed }: PreviewPanelProps) {
  const valid = QualificationSettings.safeParse(draft).success
  const preview = useQuery({ ...previewQuery(draft), enabled: valid })
  const { data } = preview
  return (
    <Card
      title="Today’s leads"
      aside={
        <span role="status" className="num text-ink-2">
          {data ? summary(data, changed) : ''}
        </span>
      }
      className="xl:sticky xl:top-5"
      flush
    >
      {data ? (
        <div
          aria-busy={preview.isPlaceholderData}
          className="transition-opacity aria-busy:opacity-60"
        >
          <Legend />
          <Counts
            rows={data.by_priority.map((row) => ({
              ...row,
              key: row.priority,
              label: <PriorityBadge priority={row.priority} />,
            }))}
            total={data.leads}
          />
          <div className="border-line border-t" />
          <Counts
            rows={data.by_action.map((row) => ({
              ...row,
              key: row.recommended_action,
              label: <ActionLabel action={row.recommended_action} />,
            }))}
            total={data.leads}
          />
          <Moves preview={data} />
        </div>
      ) : preview.error ? (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Counting the leads" />
      )}
    </Card>
  )
}

function summary({ changed, leads }: SettingsPreview, draftChanged: boolean): string {
  if (changed > 0) return `${formatNumber(changed)} of ${formatNumber(leads)} would move`
  return draftChanged
    ? `none of ${formatNumber(leads)} would move`
    : `${formatNumber(leads)} scored`
}

function Legend() {
  return (
    <p aria-hidden className="flex justify-end gap-4 px-4 pt-3 text-ink-3 text-xs">
      <span className="flex items-center gap-1.5">
        <span className="h-1.5 w-4 rounded-sm bg-edge/50" /> as saved
      </span>
      <span className="flex items-center gap-1.5">
        <span className="h-1.5 w-4 rounded-sm bg-accent" /> with these settings
      </span>
    </p>
  )
}

interface CountsProps {
  rows: readonly { key: string; label: ReactNode; before: number; after: number }[]
  total: number
}

function Counts({ rows, total }: CountsProps) {
  const share = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`
  return (
    <ul className="grid gap-2 p-4">
      {rows.map(({ key, label, before, after }) => (
        <li key={key} className="grid grid-cols-[8.5rem_1fr_2.5rem_2.5rem] items-center gap-3">
          <span>{label}</span>
          <span aria-hidden className="grid gap-0.5">
            <span className="h-1.5 rounded-sm bg-edge/50" style={{ width: share(before) }} />
            <span
              className="h-1.5 rounded-sm bg-accent transition-[width] duration-200"
              style={{ width: share(after) }}
            />
          </span>
          <span className="num text-right font-medium">{formatNumber(after)}</span>
          <span
            className={cn(
              'num text-right text-sm',
              after > before ? 'text-good' : 'text-immediate',
            )}
          >
            {signed(before, after)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Moves({ preview: { moves, changed } }: { preview: SettingsPreview }) {
  if (moves.length === 0) return null
  return (
    <ScrollRegion
      label="Leads that would move"
      className="max-h-[26rem] overflow-y-auto border-line border-t"
    >
      <ul className="divide-y divide-line">
        {moves.map((move) => (
          <li key={move.lead_id} className="grid grid-cols-1 gap-1 px-4 py-2 text-sm">
            <div className="flex items-baseline gap-2">
              <Link
                to="/leads/$leadId"
                params={{ leadId: move.lead_id }}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {move.title}
              </Link>
              <span className="num text-ink-2">
                {formatScore(move.score_before)} → <strong>{formatScore(move.score_after)}</strong>
              </span>
            </div>
            <Change
              same={move.priority_before === move.priority_after}
              before={<PriorityBadge priority={move.priority_before} />}
              after={<PriorityBadge priority={move.priority_after} />}
            />
            <Change
              same={move.action_before === move.action_after}
              before={<ActionLabel action={move.action_before} />}
              after={<ActionLabel action={move.action_after} />}
            />
          </li>
        ))}
        {changed > moves.length && (
          <li className="num px-4 py-2 text-ink-3 text-sm">
            and {formatNumber(changed - moves.length)} more
          </li>
        )}
      </ul>
    </ScrollRegion>
  )
}

function Change({ same, before, after }: { same: boolean; before: ReactNode; after: ReactNode }) {
  if (same) return null
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="opacity-70">{before}</span>
      <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
      {after}
    </span>
  )
}
