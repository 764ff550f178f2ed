import { FACTOR_NAMES, type LeadJudgement } from '@insa/contracts'
import { readWork } from './fit/read-work.ts'
import lexicon from './lexicons/questions.json' with { type: 'json' }
import type { Reading } from './text/reading.ts'

/** A scope graded below this is worth asking about, although it is known. */
const CLEAR_SCOPE = 70
/** A budget graded below this is not approved yet. */
const OPEN_BUDGET = 66
/** Longest name put into a question. */
const LONGEST_NAME = 40

function nameOfSystem(reading: Reading): string | null {
  const work = readWork(reading)
  const match = work.platforms[0] ?? work.services.find((s) => s.key !== 'automation')
  if (!match || match.end - match.start > LONGEST_NAME) return null
  const { fold } = match
  return fold.original.slice(fold.starts[match.start], fold.ends[match.end - 1])
}

/** What to ask the sender next, in the lead's language: first what is unknown, then what is open. None for a disqualified lead. */
export function askQuestions(
  reading: Reading,
  factors: LeadJudgement['factors'],
  disqualified: LeadJudgement['disqualified'],
): string[] {
  if (disqualified) return []
  const texts = lexicon.languages[reading.language]
  const system = nameOfSystem(reading)
  const scope = system ? texts.complexity_what.replace('{what}', () => system) : texts.complexity
  const questions = FACTOR_NAMES.filter((name) => factors[name].score === null).map((name) =>
    name === 'complexity' ? scope : texts[name],
  )
  const { budget, complexity } = factors
  if (complexity.score !== null && complexity.score < CLEAR_SCOPE) questions.push(scope)
  else if (complexity.score !== null) questions.push(texts.documents)
  if (budget.score !== null && budget.score < OPEN_BUDGET) questions.push(texts.budget_open)
  return questions
}
