/** The whole report: what is printed, and what RESULTS.md keeps. */
import { findDeviations } from './check-labels.ts'
import type { Outcome } from './evaluate.ts'
import { findErrors } from './find-errors.ts'
import { renderErrors } from './render-errors.ts'
import { renderTables } from './render-tables.ts'
import { detail, summarizeGroups } from './summarize.ts'
import { findShortfalls } from './thresholds.ts'

export interface Report {
  engine: string
  sets: string
  tables: string
  labels: string
  errors: readonly Outcome[]
  shortfalls: readonly string[]
  /** The numbers behind the tables. */
  data: object
}

/** @param outcomes at least one. */
export function createReport(engine: string, outcomes: readonly Outcome[]): Report {
  const groups = summarizeGroups(outcomes)
  const details = detail(outcomes)
  const shortfalls = findShortfalls(outcomes)
  const deviations = findDeviations(outcomes.map((o) => o.labelled))
  return {
    engine,
    sets: [...new Set(outcomes.map((o) => o.labelled.set))].join(' and '),
    tables: renderTables(groups, details),
    labels: renderDeviations(deviations),
    errors: findErrors(outcomes),
    shortfalls,
    data: { engine, groups, ...details, deviations, shortfalls },
  }
}

function renderDeviations(deviations: ReturnType<typeof findDeviations>): string {
  const line = (d: (typeof deviations)[number]) =>
    `- ${d.id}: ${d.what} ${d.label}, the factors make ${d.arithmetic} (${d.explained?.replaceAll('_', ' ') ?? 'UNEXPLAINED'})`
  return [
    '## Labels that differ from the arithmetic of their own factors',
    'A label’s score is the mean of its readings’; where only one of them graded a factor, the label keeps that grade.',
    deviations.map(line).join('\n') || 'None.',
  ].join('\n\n')
}

export function renderVerdict({ shortfalls }: Report): string {
  return shortfalls.length === 0
    ? 'Good enough.'
    : `Not good enough:\n\n- ${shortfalls.join('\n- ')}`
}

/** @param day the ISO date that the file carries. */
export function renderResultsFile(report: Report, day: string): string {
  return `# Evaluation of lead qualification

Written by \`npm run evals\`; what it means: README.md. Engine ${report.engine}, ${report.sets} set, ${day}.

${renderVerdict(report)}

${report.tables}

${report.labels}

## Errors, the most serious first

Label → engine; factors as label/engine, \`?\` is unknown. Texts of the locked set are never shown here.

\`\`\`text
${renderErrors(report.errors, false) || 'None.'}
\`\`\`
`
}
