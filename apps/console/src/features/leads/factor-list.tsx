import {
  type Evidence,
  FACTOR_NAMES,
  type FactorName,
  type FactorScore,
  type LeadScore,
} from '@insa/contracts'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { formatScore } from '../../ui/format.ts'
import { FACTOR_LABEL } from '../../ui/labels.ts'
import { useEvidenceLight, usePointing } from './evidence-light.tsx'

/** Longest quote shown in the list; the message shows the whole. Characters. */
const QUOTE_LENGTH = 90

/** The five factors as bars, each with why and with its words. Hover, focus or press one: its words light up. */
export function FactorList({ score }: { score: LeadScore }) {
  return (
    <Card
      title="Factors"
      aside={<span className="text-ink-3">point at one to see its words</span>}
      flush
    >
      <ul className="divide-y divide-line">
        {FACTOR_NAMES.map((name) => (
          <FactorRow key={name} name={name} factor={score.factor_scores[name]} />
        ))}
      </ul>
    </Card>
  )
}

function FactorRow({ name, factor }: { name: FactorName; factor: FactorScore }) {
  const { active, pinned, pin } = useEvidenceLight()
  const pointing = usePointing(name)
  const { known, score, reasoning, evidence } = factor
  return (
    <li
      onMouseEnter={pointing.onMouseEnter}
      onMouseLeave={pointing.onMouseLeave}
      className={cn('grid gap-1.5 px-4 py-3 transition-colors', active === name && 'bg-hover')}
    >
      <button
        type="button"
        aria-pressed={pinned === name}
        onFocus={pointing.onFocus}
        onBlur={pointing.onBlur}
        onClick={() => pin(name)}
        className="grid w-full grid-cols-[6.75rem_1fr_4rem] items-center gap-3 text-left"
      >
        <span className="flex items-center gap-2 font-medium">
          <span
            aria-hidden
            className="size-2.5 rounded-[3px]"
            style={{ background: `var(--${name})` }}
          />
          {FACTOR_LABEL[name]}
        </span>
        <FactorBar name={name} factor={factor} />
        <span className={cn('num text-right', known ? 'font-semibold' : 'text-ink-3 text-sm')}>
          {known ? formatScore(score) : 'unknown'}
        </span>
      </button>
      <p className="text-ink-2 text-sm">{reasoning}</p>
      {!known && (
        <p className="text-ink-3 text-xs">
          Counts {formatScore(score)}, the neutral value: not known is not low.
        </p>
      )}
      {evidence.length > 0 && <Quotes name={name} evidence={evidence} />}
    </li>
  )
}

function FactorBar({ name, factor: { known, score } }: { name: FactorName; factor: FactorScore }) {
  return (
    <span aria-hidden className="relative h-2 overflow-hidden rounded-full bg-line">
      <span
        className="absolute inset-y-0 left-0 rounded-full"
        style={
          known
            ? { width: `${score}%`, background: `var(--${name})` }
            : {
                width: `${score}%`,
                background:
                  'repeating-linear-gradient(-45deg, var(--edge) 0 2px, transparent 2px 5px)',
              }
        }
      />
    </span>
  )
}

function Quotes({ name, evidence }: { name: FactorName; evidence: readonly Evidence[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {evidence.map(({ field, quote, start }) => (
        <li
          key={`${field}-${start}`}
          className="max-w-full border-l-2 py-px pl-2 text-ink-2 text-sm"
          style={{ borderColor: `var(--${name})` }}
        >
          <q className="break-words">
            {quote.length > QUOTE_LENGTH ? `${quote.slice(0, QUOTE_LENGTH).trimEnd()}…` : quote}
          </q>
          {field !== 'message' && (
            <span className="text-ink-3"> ({field.replaceAll('_', ' ')})</span>
          )}
        </li>
      ))}
    </ul>
  )
}
