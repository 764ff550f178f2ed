/** The measurements as Markdown: the same on the terminal and in RESULTS.md. */
import type { Agreement, Measure } from './agreement.ts'
import type { FactorAgreement } from './factor-agreement.ts'
import { ACTIONS } from './grading.ts'
import type { Details, Summary } from './summarize.ts'

type Row = readonly (string | number)[]

const NOT_DEFINED = '–'

export function renderTables(summaries: readonly Summary[], details: Details): string {
  return [
    '## Against the labels',
    '95 % confidence intervals in brackets (bootstrap over the leads, 2,000 resamples, seeded). Kappa is quadratic-weighted.',
    agreementTable(summaries.map(({ group, engine }) => [group, engine])),
    '## The ceiling: the two readings against each other',
    agreementTable(summaries.map(({ group, readings }) => [group, readings])),
    '## Actions: label (rows) against engine (columns)',
    table(
      ['', ...ACTIONS],
      ACTIONS.map((action, i) => [action, ...(details.matrix[i] ?? [])]),
    ),
    '## Rules, injections, what forces contact now',
    table(
      ['what', 'labelled', 'found', 'both', 'recall', 'precision'],
      details.detections.map((d) => [
        d.what,
        d.labelled,
        d.found,
        d.both,
        share(d.recall),
        share(d.precision),
      ]),
    ),
    '## Factors',
    'Missed: only the label grades it. Invented: only the engine does. Errors in points, where both do; a bias above zero grades too high.',
    factorTable(details.factors, details.readingFactors),
    '## Quotes and time',
    quotesLine(details),
    timeLine(details),
  ].join('\n\n')
}

function agreementTable(rows: readonly (readonly [string, Agreement])[]): string {
  return table(
    ['group', 'n', 'Spearman', 'action κ', 'action equal', 'priority κ', 'priority equal'],
    rows.map(([group, a]) => [
      group,
      a.n,
      withInterval(a.spearman, decimal),
      withInterval(a.actionKappa, decimal),
      withInterval(a.actionExact, share),
      withInterval(a.priorityKappa, decimal),
      withInterval(a.priorityExact, share),
    ]),
  )
}

function factorTable(
  factors: readonly FactorAgreement[],
  readings: readonly FactorAgreement[],
): string {
  return table(
    [
      'factor',
      'known agrees',
      'missed',
      'invented',
      'both',
      'mean error',
      'bias',
      'readings: known agrees',
      'readings: mean error',
    ],
    factors.map((f, i) => {
      const between = readings[i]
      return [
        f.factor,
        share(f.knownAgreement),
        f.missed,
        f.invented,
        f.bothKnown,
        points(f.meanAbsoluteError),
        (f.bias > 0 ? '+' : '') + points(f.bias),
        share(between?.knownAgreement ?? Number.NaN),
        points(between?.meanAbsoluteError ?? Number.NaN),
      ]
    }),
  )
}

function quotesLine({ quotes: { total, stray } }: Details): string {
  const literal = total === 0 ? Number.NaN : (total - stray) / total
  return `Evidence: ${total} quotes, ${share(literal)} stand literally in the lead where they say.`
}

function timeLine({ milliseconds: { p50, p95, max } }: Details): string {
  return `Milliseconds a lead: p50 ${points(p50)}, p95 ${points(p95)}, longest ${points(max)} (the first one warms up).`
}

/** A Markdown table whose columns line up on the terminal too. */
function table(header: readonly string[], rows: readonly Row[]): string {
  const cells = [header, ...rows.map((row) => row.map(String))]
  const widths = header.map((_, column) => Math.max(3, ...cells.map((r) => r[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  const [first = [], ...rest] = cells
  return [line(first), line(rule), ...rest.map(line)].join('\n')
}

const withInterval = ({ value, interval }: Measure, format: (value: number) => string) =>
  Number.isNaN(value)
    ? NOT_DEFINED
    : `${format(value)} [${format(interval.low)}, ${format(interval.high)}]`
const decimal = (value: number) => (Number.isNaN(value) ? NOT_DEFINED : value.toFixed(3))
const share = (value: number) =>
  Number.isNaN(value) ? NOT_DEFINED : `${(value * 100).toFixed(1)} %`
const points = (value: number) => (Number.isNaN(value) ? NOT_DEFINED : value.toFixed(1))
