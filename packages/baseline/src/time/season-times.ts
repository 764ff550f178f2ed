import seasons from '../lexicons/seasons.json' with { type: 'json' }
import { foldPhrase } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { NEXT_YEAR, type TimeSpan } from './find-dates.ts'
import { findSeasons } from './time-words.ts'

const DAY = 86_400_000
const SEASONS: readonly string[] = ['spring', 'summer', 'autumn', 'winter']
const SEASON_YEAR =
  /^\s(?:(?!of |de |del |du |von |do )\p{L}+\s)?(?:of |de |del |du |von |do |dell'anno )?(20\d\d)/u

/** Seasons and feasts as stretches of days from the instant of judging; south of the equator the other way round. */
export function seasonTimes(reading: Reading): TimeSpan[] {
  const where = foldPhrase(reading.lead.country ?? '').trim()
  const now = reading.at.getTime()
  const year = reading.at.getUTCFullYear()
  return findSeasons(reading.message).map((m) => {
    const [m1 = 1, d1 = 1, m2 = 1, d2 = 1] = seasons.starts[m.key]
    const southern = SEASONS.includes(m.key) && seasons.southern.includes(where)
    const shift = southern ? 6 : 0
    const wraps = m2 < m1 ? 1 : 0
    const end = (y: number) => Date.UTC(y + wraps, m2 - 1 + shift, d2)
    const tail = SEASON_YEAR.exec(reading.message.text.slice(m.end))
    const written = tail ? Number(tail[1]) - wraps : null
    const following = NEXT_YEAR.test(reading.message.text.slice(m.end, m.end + 30))
      ? year + 1
      : null
    const y =
      written ??
      following ??
      [year - 1, year, year + 1].find((candidate) => end(candidate) > now) ??
      year
    const days = (t: number) => Math.round((t - now) / DAY)
    const start = Date.UTC(y, m1 - 1 + shift, d1)
    const last = m.end + (tail?.[0].length ?? 0)
    return { start: m.start, end: last, from: days(start), to: days(end(y)), grain: 'quarter' }
  })
}
