import { FACTOR_NAMES, type FactorName, type LeadScore } from '@insa/contracts'
import { PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart } from 'recharts'
import { FACTOR_LABEL } from '../../ui/labels.ts'
import { useEvidenceLight } from './evidence-light.tsx'

/** Pixels. */
const WIDTH = 268
const HEIGHT = 218

interface Point {
  name: FactorName
  score: number
  known: boolean
}

/** The shape of the lead. Hollow points are not known: they stand at the neutral value. */
export function FactorRadar({ score }: { score: LeadScore }) {
  const points = FACTOR_NAMES.map((name): Point => ({ name, ...score.factor_scores[name] }))
  const words = points
    .map(
      ({ name, score: value, known }) =>
        `${FACTOR_LABEL[name]} ${known ? Math.round(value) : 'unknown'}`,
    )
    .join(', ')
  return (
    <figure aria-label={`The five factors: ${words}`} className="select-none">
      <RadarChart
        width={WIDTH}
        height={HEIGHT}
        data={points}
        outerRadius={76}
        accessibilityLayer={false}
      >
        <PolarGrid stroke="var(--line)" />
        <PolarRadiusAxis domain={[0, 100]} tickCount={5} tick={false} axisLine={false} />
        <PolarAngleAxis
          dataKey="name"
          tick={(tick: TickProps) => <FactorTick {...tick} points={points} />}
        />
        <Radar
          dataKey="score"
          stroke="var(--accent)"
          strokeWidth={2}
          fill="var(--accent)"
          fillOpacity={0.14}
          isAnimationActive={false}
          dot={(dot: DotProps) => <FactorDot key={dot.index} {...dot} points={points} />}
        />
      </RadarChart>
    </figure>
  )
}

interface TickProps {
  x?: number | string
  y?: number | string
  textAnchor?: string
  payload?: { value: unknown; index?: number }
}

function FactorTick({
  x,
  y,
  textAnchor,
  payload,
  points,
}: TickProps & { points: readonly Point[] }) {
  const { active, point } = useEvidenceLight()
  const at = points.find(({ name }) => name === payload?.value)
  if (!at) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a convenience of the pointer; the list of factors does the same by keyboard
    <text
      x={x}
      y={y}
      textAnchor={textAnchor as 'start' | 'middle' | 'end'}
      fontSize={12}
      fontWeight={active === at.name ? 700 : 500}
      onMouseEnter={() => point(at.name)}
      onMouseLeave={() => point(null)}
      style={{ fill: active === at.name ? `var(--${at.name})` : 'var(--ink-2)', cursor: 'default' }}
    >
      {FACTOR_LABEL[at.name]}
    </text>
  )
}

interface DotProps {
  cx?: number
  cy?: number
  index?: number
}

function FactorDot({ cx, cy, index, points }: DotProps & { points: readonly Point[] }) {
  const { active } = useEvidenceLight()
  const at = points[index ?? -1]
  if (!at) return null
  const color = `var(--${at.name})`
  return (
    <circle
      cx={cx}
      cy={cy}
      r={active === at.name ? 6 : 4}
      fill={at.known ? color : 'var(--surface)'}
      stroke={color}
      strokeWidth={2}
      strokeDasharray={at.known ? undefined : '2 2'}
    />
  )
}
