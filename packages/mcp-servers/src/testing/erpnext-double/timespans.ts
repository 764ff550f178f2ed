/** The named stretches of time in filters: `last week`, `this quarter`, `previous 3 months`. */

type Dates = [from: string, to: string]

const iso = (date: Date) => date.toISOString().slice(0, 10)
const at = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day))
const parts = (today: string) => {
  const date = new Date(`${today}T00:00:00Z`)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), date }
}

/** The stretch that a timespan names; weeks begin on Sunday. */
export function datesOf(today: string, name: string): Dates {
  const { year, month, day, date } = parts(today)
  if (name === 'today') return [today, today]
  if (name === 'yesterday') return [iso(at(year, month, day - 1)), iso(at(year, month, day - 1))]
  if (name === 'tomorrow') return [iso(at(year, month, day + 1)), iso(at(year, month, day + 1))]
  const [which, ...unit] = name.split(' ')
  const shift = which === 'last' ? -1 : which === 'next' ? 1 : 0
  switch (unit.join(' ')) {
    case 'week': {
      const start = day - date.getUTCDay() + 7 * shift
      return [iso(at(year, month, start)), iso(at(year, month, start + 6))]
    }
    case 'month':
      return months(year, month + shift, 1)
    case 'quarter':
      return months(year, month - (month % 3) + 3 * shift, 3)
    case '6 months':
      return shift < 0 ? months(year, month - 6, 6) : months(year, month + 1, 6)
    default:
      return months(year + shift, 0, 12)
  }
}

const months = (year: number, month: number, count: number): Dates => [
  iso(at(year, month, 1)),
  iso(at(year, month + count, 0)),
]

/** `previous 1 week` and `next 6 months`, counted from today. */
export function shiftedDates(today: string, direction: string, span: string): Dates {
  const { year, month, day } = parts(today)
  const [count = '1', unit = 'month'] = span.split(' ')
  const sign = direction === 'previous' ? -Number(count) : Number(count)
  const other = iso(
    unit.startsWith('week')
      ? at(year, month, day + 7 * sign)
      : unit.startsWith('month')
        ? at(year, month + sign, day)
        : at(year + sign, month, day),
  )
  return direction === 'previous' ? [other, today] : [today, other]
}
