const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const ABSOLUTE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' })

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export const formatNumber = (value: number): string => NUMBER.format(value)
export const formatCompact = (value: number): string => COMPACT.format(value)
/** A score as it is shown: a whole number. */
export const formatScore = (value: number): string => String(Math.round(value))
/** 0–1 as a whole percentage. */
export const formatPercent = (share: number): string => `${Math.round(share * 100)} %`
/** In the reader's own time zone and manner. */
export const formatInstant = (iso: string): string => ABSOLUTE.format(new Date(iso))
/** A UTC date (`2026-11-22`) as `Nov 22`. */
export const formatDay = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`))

/** `now`, `5m ago`, `3h ago`, `2d ago`; older than 60 days in months. */
export function formatAge(iso: string, now: number): string {
  const passed = now - Date.parse(iso)
  const steps: readonly [number, number, Intl.RelativeTimeFormatUnit][] = [
    [HOUR_MS, MINUTE_MS, 'minute'],
    [DAY_MS, HOUR_MS, 'hour'],
    [60 * DAY_MS, DAY_MS, 'day'],
    [730 * DAY_MS, 30 * DAY_MS, 'month'],
    [Infinity, 365 * DAY_MS, 'year'],
  ]
  if (Math.abs(passed) < MINUTE_MS) return 'now'
  const [, unitMs, unit] = steps.find(([below]) => Math.abs(passed) < below) ?? [0, DAY_MS, 'day']
  return RELATIVE.format(-Math.trunc(passed / unitMs), unit)
}

/** Milliseconds as a person says them: `38 ms`, `1.4 s`, `2 min 5 s`, `3 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return '< 1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`
  if (ms < HOUR_MS)
    return `${Math.floor(ms / MINUTE_MS)} min ${Math.round((ms % MINUTE_MS) / 1000)} s`
  return `${Math.floor(ms / HOUR_MS)} h ${Math.round((ms % HOUR_MS) / MINUTE_MS)} min`
}
