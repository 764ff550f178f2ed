import type { Priority, QualificationSettings } from '@insa/contracts'
import { PriorityBadge } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { Slider } from '../../ui/slider.tsx'
import { type ThresholdName, withThreshold } from './settings-maths.ts'

type Thresholds = QualificationSettings['thresholds']

const ROWS: readonly { name: ThresholdName; priority: Priority }[] = [
  { name: 'immediate', priority: 'IMMEDIATE' },
  { name: 'high', priority: 'HIGH' },
  { name: 'medium', priority: 'MEDIUM' },
]

interface ThresholdFieldsProps {
  thresholds: Thresholds
  onChange: (thresholds: Thresholds) => void
}

/** From which score on a priority begins. */
export function ThresholdFields({ thresholds, onChange }: ThresholdFieldsProps) {
  const { immediate, high, medium } = thresholds
  const bands = [
    { name: 'low', width: medium },
    { name: 'medium', width: high - medium },
    { name: 'high', width: immediate - high },
    { name: 'immediate', width: 100 - immediate },
  ]
  return (
    <Card title="Priorities" aside={<span className="text-ink-3">from this score on</span>}>
      <div aria-hidden className="mb-4 flex h-3 gap-px overflow-hidden rounded-full">
        {bands.map(({ name, width }) => (
          <span
            key={name}
            className="opacity-80 transition-[width] duration-150"
            style={{ width: `${width}%`, background: `var(--${name})` }}
          />
        ))}
      </div>
      <ul className="grid gap-1.5">
        {ROWS.map(({ name, priority }) => (
          <li key={name} className="grid grid-cols-[6.5rem_1fr_2rem] items-center gap-3">
            <span>
              <PriorityBadge priority={priority} />
            </span>
            <Slider
              label={`${name} from`}
              value={thresholds[name]}
              color={`var(--${name})`}
              onChange={(value) => onChange(withThreshold(thresholds, name, value))}
            />
            <span className="num text-right font-medium">{thresholds[name]}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
