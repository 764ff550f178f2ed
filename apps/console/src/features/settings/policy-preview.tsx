import type { ToolAccess, ToolPolicyPreview } from '@insa/contracts'
import { ArrowRight } from 'lucide-react'
import { Pill, type Tone } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { EffectPill } from '../../ui/effect-pill.tsx'
import { agentLabel } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'

const ACCESS: Record<ToolAccess, { tone: Tone; label: string }> = {
  none: { tone: 'bad', label: 'may not' },
  code: { tone: 'plain', label: 'its code' },
  model: { tone: 'busy', label: 'its model, too' },
}

interface PolicyPreviewProps {
  preview: { data: ToolPolicyPreview | undefined; error: Error | null; refetch: () => unknown }
  /** What stands in the fields can be read. */
  isDraft: boolean
}

/** Which agent may call what by this policy. Nothing is stored. */
export function PolicyPreview({ preview: { data, error, refetch }, isDraft }: PolicyPreviewProps) {
  const changed = data?.access.filter(isChanged).length ?? 0
  return (
    <Card
      title="Who may call what"
      aside={
        <span role="status" className="num text-ink-2">
          {data ? (changed === 0 ? 'as it is now' : `${changed} would change`) : ''}
        </span>
      }
      className="xl:sticky xl:top-5"
      flush
    >
      {!isDraft && (
        <Notice tone="info" className="m-4">
          Something above cannot be read yet: this shows the policy before it.
        </Notice>
      )}
      {data ? (
        <ScrollRegion label="Who may call what" className="max-h-[70dvh] overflow-y-auto">
          {[...Map.groupBy(data.access, (a) => a.agent)].map(([agent, rows]) => (
            <section key={agent}>
              <h3 className="border-line border-y bg-sunken px-4 py-1.5 font-medium text-sm">
                {agentLabel(agent)}
              </h3>
              <ul className="divide-y divide-line">
                {rows.map((row) => (
                  <AccessRow key={row.tool} {...row} />
                ))}
              </ul>
            </section>
          ))}
        </ScrollRegion>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Trying the policy" />
      )}
    </Card>
  )
}

type Access = ToolPolicyPreview['access'][number]

const isChanged = ({ before, after, effect_before, effect }: Access) =>
  before !== after || effect_before !== effect

function AccessRow({ tool, effect_before, effect, before, after, only }: Access) {
  return (
    <li className="grid gap-1 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 break-all font-medium font-mono text-xs">{tool}</span>
        {effect_before !== effect && (
          <>
            <EffectPill effect={effect_before} />
            <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
          </>
        )}
        <EffectPill effect={effect} />
        {before !== after && (
          <>
            <Pill tone={ACCESS[before].tone}>{ACCESS[before].label}</Pill>
            <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
          </>
        )}
        <Pill tone={ACCESS[after].tone}>{ACCESS[after].label}</Pill>
      </div>
      {only.length > 0 && after !== 'none' && (
        <p className="break-words text-ink-2 text-sm">Only where {only.join('; or ')}.</p>
      )}
    </li>
  )
}
