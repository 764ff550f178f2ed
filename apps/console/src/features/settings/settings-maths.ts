import { FACTOR_NAMES, type FactorName, type QualificationSettings } from '@insa/contracts'

type Weights = QualificationSettings['weights']
type Thresholds = QualificationSettings['thresholds']
export type ThresholdName = keyof Thresholds

/** Weights are relative: what each makes up of all, in whole percent that add up to 100. All zero: nothing. */
export function shares(weights: Weights): Record<FactorName, number> {
  const total = FACTOR_NAMES.reduce((sum, name) => sum + weights[name], 0)
  const exact = FACTOR_NAMES.map((name) => ({
    name,
    percent: total === 0 ? 0 : (weights[name] / total) * 100,
  }))
  const missing = total === 0 ? 0 : 100 - exact.reduce((sum, e) => sum + Math.floor(e.percent), 0)
  const nearest = [...exact].sort((a, b) => (b.percent % 1) - (a.percent % 1)).slice(0, missing)
  return Object.fromEntries(
    exact.map((e) => [e.name, Math.floor(e.percent) + (nearest.includes(e) ? 1 : 0)]),
  ) as Record<FactorName, number>
}

/** Moves one threshold; its neighbours give way, so that immediate ≥ high ≥ medium always holds. */
export function withThreshold(
  thresholds: Thresholds,
  name: ThresholdName,
  value: number,
): Thresholds {
  const { immediate, high, medium } = thresholds
  switch (name) {
    case 'immediate':
      return { immediate: value, high: Math.min(high, value), medium: Math.min(medium, value) }
    case 'high':
      return { immediate: Math.max(immediate, value), high: value, medium: Math.min(medium, value) }
    case 'medium':
      return { immediate: Math.max(immediate, value), high: Math.max(high, value), medium: value }
  }
}

/** `+3`, `−2`, or nothing. */
export function signed(before: number, after: number): string {
  const change = after - before
  if (change === 0) return ''
  return change > 0 ? `+${change}` : `−${-change}`
}
