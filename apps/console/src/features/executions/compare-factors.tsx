import { FACTOR_NAMES, type FactorName, type LeadScore } from '@insa/contracts'
import { Card } from '../../ui/card.tsx'
import { formatScore } from '../../ui/format.ts'
import { FACTOR_LABEL, FLAG_LABEL } from '../../ui/labels.ts'

interface CompareFactorsProps {
  then: LeadScore
  now: LeadScore
}

/** The five factors with their reasons, then and now, and what else was found. */
export function CompareFactors({ then, now }: CompareFactorsProps) {
  return (
    <Card title="Factors" flush>
      <ul className="divide-y divide-line">
        {FACTOR_NAMES.map((name) => (
          <Factor key={name} name={name} then={then} now={now} />
        ))}
        <li className="grid gap-4 px-4 py-3 md:grid-cols-2">
          <Rest title="Then" score={then} />
          <Rest title="Replay" score={now} />
        </li>
      </ul>
    </Card>
  )
}

function Factor({ name, then, now }: { name: FactorName } & CompareFactorsProps) {
  const [before, after] = [then.factor_scores[name], now.factor_scores[name]]
  const difference = Math.round(after.score) - Math.round(before.score)
  return (
    <li className="grid gap-2 px-4 py-3">
      <p className="flex items-center gap-2 font-medium">
        <span
          aria-hidden
          className="size-2.5 rounded-[3px]"
          style={{ background: `var(--${name})` }}
        />
        {FACTOR_LABEL[name]}
        <span className="num font-normal text-ink-3 text-sm">
          {difference === 0 ? 'the same' : `${difference > 0 ? '+' : '−'}${Math.abs(difference)}`}
        </span>
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <Grade title="Then" factor={before} />
        <Grade title="Replay" factor={after} />
      </div>
    </li>
  )
}

function Grade({
  title,
  factor: { known, score, reasoning, evidence },
}: {
  title: string
  factor: LeadScore['factor_scores'][FactorName]
}) {
  return (
    <div className="min-w-0">
      <p className="text-ink-3 text-xs">
        {title}: <span className="num">{known ? formatScore(score) : 'unknown'}</span>
      </p>
      <p className="break-words text-sm">{reasoning}</p>
      {evidence.map(({ field, quote, start }) => (
        <p
          key={`${field}-${start}`}
          className="mt-1 border-line border-l-2 pl-2 text-ink-2 text-sm"
        >
          <q className="break-words">{quote}</q>
        </p>
      ))}
    </div>
  )
}

function Rest({ title, score }: { title: string; score: LeadScore }) {
  return (
    <div className="min-w-0 text-sm">
      <p className="text-ink-3 text-xs">{title}: in short</p>
      <p className="break-words">{score.reasoning}</p>
      {score.flags.length > 0 && (
        <p className="mt-1 text-ink-2">
          Flags: {score.flags.map(({ code }) => FLAG_LABEL[code] ?? code).join(', ')}
        </p>
      )}
    </div>
  )
}
