/** Time as a Frappe site tells it: in its own zone, without an offset, to the microsecond. */

export interface SiteClock {
  /** `YYYY-MM-DD HH:MM:SS.ffffff`; never the same twice. */
  now(): string
  /** `YYYY-MM-DD` */
  today(): string
  year(): string
  /** Milliseconds since 1970, the site's: skewed where it is wrong. */
  ms(): number
  /** Puts the clock off by so many milliseconds. */
  skew(ms: number): void
}

export function createSiteClock(timeZone: string, read: () => number = Date.now): SiteClock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  let off = 0
  let last = 0
  const ms = () => read() + off
  const local = (at: number) => format.format(at)
  return {
    ms,
    now() {
      const micros = Math.floor((performance.now() * 1000) % 1000)
      last = Math.max(ms() * 1000 + micros, last + 1)
      const at = Math.floor(last / 1000)
      return `${local(at)}.${String(last % 1_000_000).padStart(6, '0')}`
    },
    today: () => local(ms()).slice(0, 10),
    year: () => local(ms()).slice(0, 4),
    skew(wanted) {
      off = wanted
      last = 0
    },
  }
}
