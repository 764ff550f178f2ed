/** Times for people. Machines get ISO 8601 through `--json`. */

const STEPS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
]

/** How long ago, in its largest unit: `3d`, `5h`, `12m`, `40s`. */
export function formatAge(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000))
  const step = STEPS.find(([, length]) => seconds >= length)
  return step ? `${Math.floor(seconds / step[1])}${step[0]}` : `${seconds}s`
}

/** `840 ms`, `2.4 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

/** `2026-01-02 03:04:05 UTC`. */
export const formatInstant = (instant: string): string =>
  `${instant.slice(0, 19).replace('T', ' ')} UTC`
