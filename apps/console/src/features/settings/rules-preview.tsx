import type { ApprovalRulesPreview, AsksWhen } from '@insa/contracts'
import { ArrowRight } from 'lucide-react'
import { Pill, type Tone } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { EffectPill } from '../../ui/effect-pill.tsx'
import { formatNumber } from '../../ui/format.ts'
import { agentLabel } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'

const WHEN: Record<AsksWhen, { tone: Tone; label: string }> = {
  always: { tone: 'warn', label: 'asks always' },
  sometimes: { tone: 'busy', label: 'asks sometimes' },
  never: { tone: 'plain', label: 'asks nobody' },
}

interface RulesPreviewProps {
  preview: { data: ApprovalRulesPreview | undefined; error: Error | null; refetch: () => unknown }
  /** What stands in the fields can be read. */
  isDraft: boolean
}

/** What these rules would do to the tools that are here, and would have done to the latest calls. Nothing is stored. */
export function RulesPreview({ preview: { data, error, refetch }, isDraft }: RulesPreviewProps) {
  return (
    <Card
      title="What these rules do"
      aside={
        <span role="status" className="num text-ink-2">
          {data ? summary(data) : ''}
        </span>
      }
      className="xl:sticky xl:top-5"
      flush
    >
      {!isDraft && (
        <Notice tone="info" className="m-4">
          Something above cannot be read yet: this shows the rules before it.
        </Notice>
      )}
      {data ? (
        <ScrollRegion label="What these rules do" className="max-h-[70dvh] overflow-y-auto">
          {data.moved.length > 0 && <Moved moved={data.moved} />}
          <ul className="divide-y divide-line">
            {data.tools.map((tool) => (
              <ToolRow key={tool.tool} {...tool} />
            ))}
          </ul>
        </ScrollRegion>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Trying the rules" />
      )}
    </Card>
  )
}

function summary({ calls, asked_before, asked_after }: ApprovalRulesPreview): string {
  if (calls === 0) return 'no calls on record yet'
  const of = `${formatNumber(asked_after)} of the latest ${formatNumber(calls)} calls ask`
  return asked_before === asked_after ? of : `${of}, now ${formatNumber(asked_before)}`
}

function ToolRow({ tool, effect, before, after, why }: ApprovalRulesPreview['tools'][number]) {
  return (
    <li className="grid gap-1 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 break-all font-medium font-mono text-xs">{tool}</span>
        <EffectPill effect={effect} />
        {before !== after && (
          <>
            <Pill tone={WHEN[before].tone}>{WHEN[before].label}</Pill>
            <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
          </>
        )}
        <Pill tone={WHEN[after].tone}>{WHEN[after].label}</Pill>
      </div>
      {why.length > 0 && <p className="break-words text-ink-2 text-sm">{why.join(' ')}</p>}
    </li>
  )
}

function Moved({ moved }: { moved: ApprovalRulesPreview['moved'] }) {
  return (
    <div className="border-line border-b bg-sunken px-4 py-3 text-sm">
      <p className="font-medium">Latest calls that would go otherwise</p>
      <ul className="mt-1 grid gap-1">
        {moved.map((call) => (
          <li key={`${call.tool} ${call.at}`} className="flex flex-wrap items-baseline gap-x-2">
            <span className="break-all font-mono text-xs">{call.tool}</span>
            <span className="text-ink-2">
              {agentLabel(call.agent_type)}, <RelativeTime at={call.at} />:{' '}
              {call.asked ? 'would ask' : 'would not ask'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
