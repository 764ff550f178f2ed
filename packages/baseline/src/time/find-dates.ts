import calendar from '../lexicons/calendar.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import type { Span } from '../text/spans.ts'
import { chronoDates } from './chrono-dates.ts'

/** A time as written, as the stretch of days from the instant of judging at which it begins and ends. */
export interface TimeSpan extends Span {
  /** Days from now; negative is past. */
  readonly from: number
  readonly to: number
  /** How it is written: a year alone says less than a day. */
  readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
}

const DAY = 86_400_000
const MONTHS: Readonly<Record<string, number>> = calendar.months
const WEEKDAYS: Readonly<Record<string, number>> = calendar.weekdays
const names = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join('|')
const MONTH = `(?<month>${names(Object.keys(MONTHS))})(?!\\p{L})\\.?`
const YEAR = `(?<year>20\\d\\d|'\\d\\d)`
const DAY_MONTH = new RegExp(
  `(?<![\\d.,/])(?<day>[0-3]?\\d)(?:\\.|st|nd|rd|th|er|º|°|o|a)?\\s?(?:de |of |den |di )?${MONTH}(?:,?\\s(?:de |del |of |du )?${YEAR})?`,
  'gu',
)
const MONTH_DAY = new RegExp(
  `(?<!\\p{L})${MONTH}\\s(?<day>[0-3]?\\d)(?:st|nd|rd|th)?(?!\\d|[.,]\\d|:)(?:,?\\s${YEAR})?`,
  'gu',
)
const NUMERIC =
  /(?<![\d.,/-])(?:(?<iso>20\d\d)-(?<im>[01]?\d)-(?<id>[0-3]?\d)|(?<a>[0-3]?\d)[./-](?<b>[01]?\d|[0-3]\d)[./-](?<y>20\d\d|[23]\d)|(?<d>[0-3]?\d)\.(?<m>[01]?\d)\.(?!\d))(?!\d)/gu
const MONTH_ALONE = new RegExp(
  `(?<!\\p{L})(?<edge>(?:${calendar.late}|${calendar.early}|mid|mitte|mediados de|meados de|mi|meta|mid-)[\\s-](?:de |of |di |d'|del )?)?${MONTH}(?:[\\s/,-]{1,2}(?:de |del |of |du )?${YEAR})?(?!\\s?\\d)`,
  'gu',
)
const QUARTER =
  /(?<!\p{L})(?:(?:q|(?<=(?:au|du|le|en|el|del|para|ao|no|do|nel|al|entro|pour|avant|ce|prochain|premier|primo)\s)t|t(?=[1-4][\s/'-]{0,2}20\d\d))\s?(?<q1>[1-4])|(?<q2>[1-4])\s?(?:q|t)(?=\s|\d|\/|,|\.|$)|(?<q3>[1-4])(?:\.|er|st|nd|rd|th|o|º|°|e|eme|ro|do|to)?\s?(?:quartals?|trimestre|quarter)|(?<word>first|second|third|fourth|primer|primeiro|premier|primo|segundo|deuxieme|secondo|tercer|terceiro|troisieme|terzo|cuarto|quarto|quatrieme|erste[ns]?|zweite[ns]?|dritte[ns]?|vierte[ns]?|last|ultimo|dernier|letzte[ns]?) (?:quarter|trimestre|quartals?))(?:[\s/,'-]{0,2}(?:of |de |del |du |von |do )?(?<year>20\d\d|(?<=['/q1-4])\d\d))?(?!\p{L}|\d)/gu
const HALF =
  /(?<!\p{L})(?:h(?<h1>[12])|(?<h2>[12])h|(?<h3>[12])(?:\.|er|st|nd|º|°|o|e)? ?(?:halbjahr|semestre|half)|(?<word>first|second|primer|primeiro|premier|primo|segundo|deuxieme|second|secondo|erste[nrs]?|zweite[nrs]?) (?:half|semestre|halbjahr|halfte|mitad|metade|meta|moitie))(?:[\s/,'-]{0,2}(?:of (?:the )?(?:year )?|de |del |du |von |do |dell'anno )?(?<year>20\d\d))?(?!\p{L}|\d)/gu
const WEEK =
  /(?<!\p{L})(?:kw|kalenderwoche|week|cw|wk|semaine|semana|settimana|sem\.?)\s?(?<week>[0-5]?\d)(?:[\s/,'-]{1,2}(?<year>20\d\d))?(?!\d|\p{L})/gu
const YEAR_ALONE =
  /(?<![\d.,/-]|\p{L})(?<edge>(?:early|beginning of|start of|anfang|principios de|inicios de|inicio de|comeco de|debut|inizio|first months of)\s(?:de |del |of )?)?(?:(?:fy|gj|ej|ge|hj)[\s-]?'?)?(?<year>20[2-4]\d)(?:\/\d{2,4})?(?!\d|[.,]\d|-\d|\s?(?:eur|usd|€|\$|i\/o|tags|v\b))/gu
const WEEKDAY = new RegExp(`(?<!\\p{L})(?<weekday>${names(Object.keys(WEEKDAYS))})(?!\\p{L})`, 'gu')
/** Portuguese weekdays without "feira" are ordinals too: only after a preposition, and not before what is counted. */
const PLAIN_WEEKDAY =
  /(?<!\p{L})(?:na|nesta|desta|ate|esta|proxima|essa|ou|e)\s(?<weekday>segunda|terca|quarta|quinta)(?=[\s,.;!?)]|$)(?!\s(?:etapa|fase|vez|parte|linha|unidade|onda|maquina|planta|feira|via|geracao|metade|semana|quinzena))/gu
const PLAIN_WEEKDAYS: Readonly<Record<string, number>> = {
  segunda: 1,
  terca: 2,
  quarta: 3,
  quinta: 4,
}
const ORDINALS: readonly RegExp[] = [
  /^(?:first|prim|premier|erst)/u,
  /^(?:second|segund|deux|zweit)/u,
  /^(?:third|terc|trois|terz|dritt)/u,
  /^(?:fourth|cuart|quart|quatr|viert|last|ultim|dernier|letzt)/u,
]

const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)
const ordinal = (word: string | undefined): number =>
  word === undefined ? 0 : ORDINALS.findIndex((o) => o.test(word)) + 1

function yearOf(written: string | undefined): number | null {
  if (written === undefined) return null
  const digits = Number(written.replace("'", ''))
  return digits < 100 ? 2000 + digits : digits
}

/** A day without its month: "the 15th of next month", "dia 25", "am 20. des Monats". */
const DAY_ALONE =
  /(?<!\p{L})(?:(?:by|until|before|on|is|due|from|closes?|of|wk of|week of) (?:the )?(?<en>[0-3]?\d)(?:st|nd|rd|th)|the (?<en2>[0-3]?\d)(?:st|nd|rd|th)(?= of (?:this|next|the) month)|(?:el |al |o |no |ao |ate |del )?dia (?<es>[0-3]?\d)|(?:el|o|le|il|au|al) (?<fr>[0-3]?\d)(?= (?:du|del|de este|deste|do|de) (?:proximo |presente )?(?:mois|mese|mes))|(?:am|bis|zum|vor dem|bis zum) (?<de>[0-3]?\d)\.(?= ?(?:des|dieses|nachsten|kommenden) monat))(?! ?(?:de )?(?:de )?\p{L}{3,9} 20\d\d)(?!\d|[.,/]\d)(?<next> (?:of next month|del (?:mes que viene|proximo mes)|do (?:proximo mes|mes que vem)|du mois prochain|del mese prossimo|des nachsten monats|des kommenden monats))?/gu

interface Finder {
  readonly fold: Fold
  readonly now: number
  readonly year: number
}

function span(f: Finder, m: RegExpMatchArray, from: number, to: number, grain: TimeSpan['grain']) {
  const start = m.index ?? 0
  const days = (t: number) => Math.round((t - f.now) / DAY)
  return { start, end: start + m[0].trimEnd().length, from: days(from), to: days(to), grain }
}

/** The year meant: as written, else the next one in which the time is not over. */
function nextYear(f: Finder, written: string | undefined, endIn: (year: number) => number): number {
  const year = yearOf(written)
  if (year !== null) return year
  return endIn(f.year) < f.now - DAY ? f.year + 1 : f.year
}

function full(f: Finder, at: Date, country: string | null): TimeSpan[] {
  const ahead = (time: number) => Math.round((time - f.now) / DAY)
  return chronoDates(f.fold, at, country).map(({ start, end, from, to }) => ({
    start,
    end,
    from: ahead(from),
    to: ahead(to),
    grain: 'day',
  }))
}

function days(f: Finder): TimeSpan[] {
  const found: TimeSpan[] = []
  for (const m of [...f.fold.text.matchAll(DAY_MONTH), ...f.fold.text.matchAll(MONTH_DAY)]) {
    const month = MONTHS[m.groups?.month ?? ''] ?? 1
    const day = Number(m.groups?.day)
    if (day < 1 || day > 31) continue
    const year = nextYear(f, m.groups?.year, (y) => utc(y, month, day))
    found.push(span(f, m, utc(year, month, day), utc(year, month, day), 'day'))
  }
  for (const m of f.fold.text.matchAll(NUMERIC)) {
    const g = m.groups ?? {}
    let day = Number(g.id ?? g.a ?? g.d)
    let month = Number(g.im ?? g.b ?? g.m)
    // American order only where European is impossible, or in an American's English.
    if (month > 12) [day, month] = [month, day]
    if (month < 1 || month > 12 || day < 1 || day > 31) continue
    const year = nextYear(f, g.iso ?? g.y, (y) => utc(y, month, day))
    found.push(span(f, m, utc(year, month, day), utc(year, month, day), 'day'))
  }
  return found
}

/** "September of next year", "enero del año que viene". */
export const NEXT_YEAR =
  /^,?\s(?:of |de |del |do |des |di |dell')?(?:the |l')?(?:next year|coming year|following year|ano que viene|proximo ano|ano proximo|ano que vem|nachste[nsr]? jahre?s?|kommende[nsr]? jahre?s?|annee prochaine|an prochain|anno prossimo|prossimo anno)/u
const NEEDS_CONTEXT = new Set(calendar.short_months)
const BEFORE_MONTH =
  /(?:^|\s)(?:in|by|until|before|from|since|im|bis|ab|vor|en|para|antes de|hasta|desde|a partir de|de|em|ate|a|entro|da|dal|per|fino a|avant|d'ici|courant|debut|fin|pour|des|a|mid|end of|early|late|ende|anfang|mitte|fine|inizio|meta|next|of|y|and|und|e|et|o|or|to|bis|-|gara|il|le|el|fur|for|this|diesen|this coming|-|jusqu'en|depuis)\s?$/u

function months(f: Finder): TimeSpan[] {
  const found: TimeSpan[] = []
  for (const m of f.fold.text.matchAll(MONTH_ALONE)) {
    const { month: name = '', edge, year: written } = m.groups ?? {}
    const before = f.fold.text.slice(Math.max(0, (m.index ?? 0) - 14), m.index)
    if (NEEDS_CONTEXT.has(name) && !written && !edge && !BEFORE_MONTH.test(before)) continue
    // "may" is a verb and "mar", "set", "out" are words: without preposition or year they are no months.
    if (['may', 'set', 'out', 'mar', 'gen', 'ago', 'mag'].includes(name) && !written && !edge) {
      if (
        !/(?:^|\s)(?:in|by|before|until|en|em|entro|from|this|next|para|ate|fin de|finales de|fim de|fine|inizio|mid|early|late|end of)\s$/u.test(
          before,
        )
      )
        continue
    }
    const month = MONTHS[name] ?? 1
    const after = f.fold.text.slice((m.index ?? 0) + m[0].trimEnd().length).slice(0, 30)
    const year = NEXT_YEAR.test(after) ? f.year + 1 : nextYear(f, written, (y) => utc(y, month, 28))
    const late = edge !== undefined && new RegExp(`^(?:${calendar.late})`, 'u').test(edge)
    found.push(span(f, m, utc(year, month, late ? 25 : 1), utc(year, month + 1, 0), 'month'))
  }
  return found
}

function periods(f: Finder): TimeSpan[] {
  const found: TimeSpan[] = []
  for (const m of f.fold.text.matchAll(QUARTER)) {
    const g = m.groups ?? {}
    const q = Number(g.q1 ?? g.q2 ?? g.q3 ?? ordinal(g.word))
    if (q < 1) continue
    const year = nextYear(f, g.year, (y) => utc(y, q * 3 + 1, 0))
    found.push(span(f, m, utc(year, q * 3 - 2, 1), utc(year, q * 3 + 1, 0), 'quarter'))
  }
  for (const m of f.fold.text.matchAll(HALF)) {
    const g = m.groups ?? {}
    const h = Number(g.h1 ?? g.h2 ?? g.h3 ?? ordinal(g.word))
    if (h < 1) continue
    const year = nextYear(f, g.year, (y) => utc(y, h * 6 + 1, 0))
    found.push(span(f, m, utc(year, h * 6 - 5, 1), utc(year, h * 6 + 1, 0), 'quarter'))
  }
  for (const m of f.fold.text.matchAll(WEEK)) {
    const week = Number(m.groups?.week)
    if (week < 1 || week > 53) continue
    const monday = (y: number) => utc(y, 1, 4) + (week - 1) * 7 * DAY
    const year = nextYear(f, m.groups?.year, (y) => monday(y) + 6 * DAY)
    found.push(span(f, m, monday(year), monday(year) + 6 * DAY, 'week'))
  }
  return found
}

function yearsAndWeekdays(f: Finder): TimeSpan[] {
  const found: TimeSpan[] = []
  for (const m of f.fold.text.matchAll(YEAR_ALONE)) {
    const year = Number(m.groups?.year)
    const early = m.groups?.edge !== undefined
    found.push(
      span(f, m, utc(year, 1, 1), utc(year, early ? 3 : 12, 31), early ? 'quarter' : 'year'),
    )
  }
  const plain = f.fold.language === 'pt' ? [...f.fold.text.matchAll(PLAIN_WEEKDAY)] : []
  for (const m of [...f.fold.text.matchAll(WEEKDAY), ...plain]) {
    const name = m.groups?.weekday ?? ''
    const weekday = WEEKDAYS[name] ?? PLAIN_WEEKDAYS[name] ?? 1
    const ahead = (weekday - new Date(f.now).getUTCDay() + 7) % 7 || 7
    const day = f.now + ahead * DAY
    found.push(span(f, m, day, day, 'day'))
  }
  return found
}

function loneDays(f: Finder): TimeSpan[] {
  const now = new Date(f.now)
  return [...f.fold.text.matchAll(DAY_ALONE)].flatMap((m) => {
    const g = m.groups ?? {}
    const day = Number(g.en ?? g.en2 ?? g.es ?? g.fr ?? g.de)
    if (day < 1 || day > 31) return []
    const later = g.next !== undefined || day < now.getUTCDate() ? 1 : 0
    const time = utc(f.year, now.getUTCMonth() + 1 + later, day)
    return [span(f, m, time, time, 'day')]
  })
}

/** All dates, months, quarters, weeks and years that a text names, without judging what they are for. */
export function findDates(fold: Fold, at: Date, country: string | null = null): TimeSpan[] {
  const now = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())
  const f: Finder = { fold, now, year: at.getUTCFullYear() }
  const found: TimeSpan[] = []
  const lists = [
    full(f, at, country),
    days(f),
    periods(f),
    months(f),
    loneDays(f),
    yearsAndWeekdays(f),
  ]
  for (const list of lists) {
    for (const time of list) {
      if (!found.some((o) => o.start < time.end && time.start < o.end)) found.push(time)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}
