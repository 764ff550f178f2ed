/** `npm run evals`: how well does an engine qualify leads, compared with people? */
import { writeFileSync } from 'node:fs'
import { openEngine, UnknownEngineError } from './engines.ts'
import { evaluate, type Outcome } from './evaluate.ts'
import { type LabelledLead, presentSets, readSet } from './labelled-lead.ts'
import { type Options, readOptions, USAGE, UsageError } from './options.ts'
import { renderErrors } from './render-errors.ts'
import { createReport, type Report, renderResultsFile, renderVerdict } from './render-results.ts'

const NOT_GOOD_ENOUGH = 1
const WRONG_USAGE = 2

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (options === 'help') {
    console.log(USAGE)
    return 0
  }
  const judge = await openEngine(options.engine)
  const report = createReport(options.engine, await evaluate(chooseLeads(options), judge))
  if (options.json) printJson(report, options)
  else print(report, options)
  keep(report, options)
  return report.shortfalls.length === 0 ? 0 : NOT_GOOD_ENOUGH
}

function chooseLeads({ sets, language }: Options): LabelledLead[] {
  const leads = sets.flatMap(readSet)
  const chosen = leads.filter(({ lead }) => language === null || lead.language === language)
  if (chosen.length > 0) return chosen
  const languages = [...new Set(leads.map(({ lead }) => lead.language))].sort()
  throw new UsageError(`No lead is in "${language}". There are: ${languages.join(', ')}.`)
}

function print(report: Report, { showLocked }: Options) {
  console.log(`Engine ${report.engine}, ${report.sets} set\n`)
  console.log(`${report.tables}\n\n${report.labels}\n`)
  console.log(`## ${report.errors.length} errors, the most serious first (label → engine)\n`)
  console.log(`${renderErrors(report.errors, showLocked) || 'None.'}\n`)
  console.log(renderVerdict(report))
}

function printJson({ data, errors }: Report, { showLocked }: Options) {
  const visible = (o: Outcome) => o.labelled.set === 'tuning' || showLocked
  const toJson = (o: Outcome) => ({
    id: o.labelled.lead.id,
    set: o.labelled.set,
    label: visible(o) ? o.labelled.label : { ...o.labelled.label, note: '' },
    engine: o.engine,
    injection: o.injection,
    stray_quotes: visible(o) ? o.strayQuotes : o.strayQuotes.length,
    ...(visible(o) ? { message: o.labelled.lead.message } : {}),
  })
  console.log(JSON.stringify({ ...data, errors: errors.map(toJson) }, null, 2))
}

/** Keeps the tables of a whole run; a part of the leads would pass for all of them. */
function keep(report: Report, { engine, sets, language }: Options) {
  if (language !== null || sets.length < presentSets().length) {
    console.error('RESULTS.md is left as it was: this run took only a part of the leads.')
    return
  }
  const name = engine === 'baseline' ? 'RESULTS.md' : `RESULTS.${engine}.md`
  const today = new Date().toISOString().slice(0, 10)
  writeFileSync(new URL(name, import.meta.url), renderResultsFile(report, today))
  console.error(`Written: tests/evals/${name}`)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UnknownEngineError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = WRONG_USAGE
}
