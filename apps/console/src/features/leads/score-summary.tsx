import type { LeadScore } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { UserPen } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { formatPercent, formatScore } from '../../ui/format.ts'
import { effectiveScore } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { SecondOpinionNote } from './second-opinion-note.tsx'

const FactorRadar = lazy(async () => ({
  default: (await import('./factor-radar.tsx')).FactorRadar,
}))

interface ScoreSummaryProps {
  score: LeadScore
  /** Override and withdraw. */
  actions: ReactNode
}

/** The result on one card: number, priority, action, why, how sure, and the shape of the factors. */
export function ScoreSummary({ score, actions }: ScoreSummaryProps) {
  const effective = effectiveScore(score)
  return (
    <section
      aria-label="Score"
      className="card grid gap-x-6 gap-y-4 p-4 lg:grid-cols-[auto_1fr_auto]"
    >
      <div className="flex items-center gap-4 lg:grid lg:content-start lg:gap-2">
        <ScoreGauge value={effective.score} />
        <div className="grid justify-items-start gap-2 lg:justify-items-center">
          <PriorityBadge priority={effective.priority} />
          <span className="font-medium">
            <ActionLabel action={effective.action} />
          </span>
        </div>
      </div>
      <div className="grid content-start gap-3">
        {score.override && <OverrideNote score={score} />}
        <SecondOpinionNote score={score} />
        <p className="max-w-[75ch] text-[1rem] leading-relaxed">{score.reasoning}</p>
        <dl className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
          <Share
            label="Coverage"
            value={score.coverage}
            hint="The weight of the factors the lead says something about"
          />
          <Share
            label="Confidence"
            value={score.confidence}
            hint="From coverage, agreement and validation; computed, never a model's own number"
          />
          <div>
            <dt className="text-ink-3 text-xs">Engine</dt>
            <dd className="font-medium">
              {score.model ? `${score.engine} · ${score.model}` : score.engine}
            </dd>
          </div>
          <div>
            <dt className="text-ink-3 text-xs">Scored</dt>
            <dd>
              <Link
                to="/executions/$executionId"
                params={{ executionId: score.execution_id }}
                className="font-medium underline decoration-edge underline-offset-3 hover:text-accent"
              >
                <RelativeTime at={score.scored_at} />
              </Link>
            </dd>
          </div>
        </dl>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </div>
      <div className="justify-self-center">
        <Suspense fallback={<Skeleton className="h-[218px] w-[268px]" />}>
          <FactorRadar score={score} />
        </Suspense>
      </div>
    </section>
  )
}

function Share({ label, value, hint }: { label: string; value: number; hint: string }) {
  return (
    <div title={hint}>
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="flex items-center gap-2">
        <span className="num font-medium">{formatPercent(value)}</span>
        <span aria-hidden className="h-1 w-14 overflow-hidden rounded-full bg-line">
          <span
            className="block h-full rounded-full bg-ink-3"
            style={{ width: `${value * 100}%` }}
          />
        </span>
      </dd>
    </div>
  )
}

/** What the person changed, and the machine's values beside it: neither replaces the other. */
function OverrideNote({ score }: { score: LeadScore }) {
  if (!score.override) return null
  const { by, at, reason } = score.override
  return (
    <div className="flex gap-2.5 rounded-lg border border-accent/40 bg-accent-soft px-3 py-2.5 text-sm">
      <UserPen aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <div className="grid min-w-0 gap-1">
        <p>
          <strong className="font-semibold">Overridden by {by}</strong> <RelativeTime at={at} />:{' '}
          {reason}
        </p>
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-2">
          The machine says{' '}
          <span className="num font-semibold">{formatScore(score.qualification_score)}</span>
          <PriorityBadge priority={score.priority} />
          <ActionLabel action={score.recommended_action} />
        </p>
      </div>
    </div>
  )
}

/** Degrees of the arc. */
const ARC_DEGREES = 240
const RADIUS = 44

/** An instrument's dial. */
function ScoreGauge({ value }: { value: number }) {
  const circumference = 2 * Math.PI * RADIUS
  const arc = (ARC_DEGREES / 360) * circumference
  const filled = (Math.min(100, Math.max(0, value)) / 100) * arc
  const track = {
    cx: 54,
    cy: 54,
    r: RADIUS,
    fill: 'none',
    strokeWidth: 8,
    strokeLinecap: 'round',
    transform: `rotate(${90 + (360 - ARC_DEGREES) / 2} 54 54)`,
  } as const
  return (
    <svg
      viewBox="0 0 108 92"
      role="img"
      aria-label={`Score ${formatScore(value)} of 100`}
      className="w-28 shrink-0"
    >
      <circle {...track} stroke="var(--line)" strokeDasharray={`${arc} ${circumference}`} />
      <circle
        {...track}
        stroke="var(--accent)"
        strokeDasharray={`${filled} ${circumference}`}
        className="transition-[stroke-dasharray] duration-500"
      />
      <text
        x="54"
        y="64"
        textAnchor="middle"
        fontSize="34"
        fontWeight="650"
        className="num fill-ink"
      >
        {formatScore(value)}
      </text>
      <text x="54" y="84" textAnchor="middle" fontSize="11" className="fill-ink-3">
        of 100
      </text>
    </svg>
  )
}
