import { FACTOR_NAMES, type QualificationSettings } from '@insa/contracts'
import { Card } from '../../ui/card.tsx'
import { FACTOR_LABEL } from '../../ui/labels.ts'
import { Slider } from '../../ui/slider.tsx'
import { shares } from './settings-maths.ts'

type Weights = QualificationSettings['weights']

interface WeightFieldsProps {
  weights: Weights
  onChange: (weights: Weights) => void
}

/** How much each factor counts, with its share of the whole. */
export function WeightFields({ weights, onChange }: WeightFieldsProps) {
  const share = shares(weights)
  return (
    <Card title="Weights" aside={<span className="text-ink-3">relative to each other</span>}>
      <div aria-hidden className="mb-4 flex h-3 gap-px overflow-hidden rounded-full">
        {FACTOR_NAMES.map((name) => (
          <span
            key={name}
            className="transition-[width] duration-150"
            style={{ width: `${share[name]}%`, background: `var(--${name})` }}
          />
        ))}
      </div>
      <ul className="grid gap-1.5">
        {FACTOR_NAMES.map((name) => (
          <li key={name} className="grid grid-cols-[6.5rem_1fr_2rem_3.25rem] items-center gap-3">
            <span className="flex items-center gap-2">
              <span
                aria-hidden
                className="size-2.5 rounded-[3px]"
                style={{ background: `var(--${name})` }}
              />
              {FACTOR_LABEL[name]}
            </span>
            <Slider
              label={`Weight of ${FACTOR_LABEL[name]}`}
              value={weights[name]}
              color={`var(--${name})`}
              onChange={(value) => onChange({ ...weights, [name]: value })}
            />
            <span className="num text-right font-medium">{weights[name]}</span>
            <span className="num text-right text-ink-3 text-sm">{share[name]} %</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
