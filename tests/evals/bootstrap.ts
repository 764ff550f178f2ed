/** Percentile bootstrap: how much a measure depends on which leads happen to be in the set. */
import { quantileSorted, sampleWithReplacement } from 'simple-statistics'

/** From the 2.5th to the 97.5th percentile; NaN where the measure is defined on no resample. */
export interface Interval {
  low: number
  high: number
}

const RESAMPLES = 2_000
/** Any number; the same one each time, so that equal data give equal intervals. */
const SEED = 62_443

export function bootstrap<T>(
  items: readonly T[],
  measure: (sample: readonly T[]) => number,
): Interval {
  const random = seededRandom(SEED)
  const values = Array.from({ length: RESAMPLES }, () =>
    measure(sampleWithReplacement([...items], items.length, random)),
  ).filter(Number.isFinite)
  if (values.length === 0) return { low: Number.NaN, high: Number.NaN }
  values.sort((a, b) => a - b)
  return { low: quantileSorted(values, 0.025), high: quantileSorted(values, 0.975) }
}

/** mulberry32 (Tommy Ettinger, public domain): uniform on [0, 1), good enough to draw leads with. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
