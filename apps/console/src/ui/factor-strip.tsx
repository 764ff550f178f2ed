import { FACTOR_NAMES, type FactorScores } from '@insa/contracts'
import { FACTOR_LABEL } from './labels.ts'

/** Pixels of the strip. */
const HEIGHT = 18
const BAR = 5
const GAP = 2

/** Five small bars, one a factor, in the order of the rubric. An unknown factor is a hollow stub: not low, just not known. */
export function FactorStrip({ factors }: { factors: FactorScores }) {
  const words = FACTOR_NAMES.map((name) => {
    const { known, score } = factors[name]
    return `${FACTOR_LABEL[name]} ${known ? Math.round(score) : 'unknown'}`
  }).join(', ')
  const width = FACTOR_NAMES.length * (BAR + GAP) - GAP
  return (
    <svg role="img" aria-label={words} width={width} height={HEIGHT} className="shrink-0">
      <title>{words}</title>
      {FACTOR_NAMES.map((name, index) => {
        const { known, score } = factors[name]
        const x = index * (BAR + GAP)
        const height = Math.max(2, (score / 100) * HEIGHT)
        return known ? (
          <g key={name}>
            <rect x={x} width={BAR} height={HEIGHT} rx={1} className="fill-line/70" />
            <rect
              x={x}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              rx={1}
              style={{ fill: `var(--${name})` }}
            />
          </g>
        ) : (
          <rect
            key={name}
            x={x + 0.5}
            y={0.5}
            width={BAR - 1}
            height={HEIGHT - 1}
            rx={1}
            className="fill-none stroke-edge/70"
            strokeDasharray="1.5 1.5"
          />
        )
      })}
    </svg>
  )
}
