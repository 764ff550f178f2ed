import type { LeadScore } from '@insa/contracts'
import { Scale } from 'lucide-react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { cn } from '../../ui/cn.ts'
import { formatScore } from '../../ui/format.ts'

/** What the other engine says. Where the two are far apart, it asks for a person's look: an override takes either. */
export function SecondOpinionNote({ score }: { score: LeadScore }) {
  const { second_opinion: other, needs_review: needsReview } = score
  if (!other) return null
  return (
    <div
      role={needsReview ? 'status' : undefined}
      className={cn(
        'flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm',
        needsReview ? 'border-flag/45' : 'border-line',
      )}
    >
      <Scale
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', needsReview ? 'text-flag' : 'text-ink-3')}
      />
      <div className="grid min-w-0 gap-1">
        {needsReview && (
          <p>
            <strong className="font-semibold">Please look.</strong> Two opinions are far apart;{' '}
            {score.engine}’s holds meanwhile. An override settles it.
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-2">
          Second opinion, {other.model ? `${other.engine} · ${other.model}` : other.engine}{' '}
          <span className="num font-semibold">{formatScore(other.qualification_score)}</span>
          <PriorityBadge priority={other.priority} />
          <ActionLabel action={other.recommended_action} />
        </p>
        {needsReview && <p className="max-w-[75ch] text-ink-2">{other.reasoning}</p>}
      </div>
    </div>
  )
}
