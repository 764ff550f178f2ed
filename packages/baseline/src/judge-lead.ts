import type { CompanyProfile, Flag, LeadJudgement } from '@insa/contracts'
import { applyRule } from './apply-rule.ts'
import { judgeLearnt } from './learnt/judge-learnt.ts'
import { askQuestions } from './questions.ts'
import { readByLists } from './read-by-lists.ts'
import type { LeadText } from './text/reading.ts'

/** As many as the contract allows. */
const MOST_FLAGS = 20
const MOST_QUESTIONS = 10

function distinctFlags(flags: readonly Flag[]): Flag[] {
  const seen = new Set<string>()
  return flags
    .filter(({ code, message }) => {
      const key = `${code} ${message}`
      return seen.has(key) ? false : seen.add(key).has(key)
    })
    .slice(0, MOST_FLAGS)
}

/**
 * Judges a lead by the rubric: deterministic, from its words alone. Times in it are relative to `at`. Word lists read what they
 * know; learnt weights decide from that and from what each sentence says.
 */
export function judgeLead(lead: LeadText, profile: CompanyProfile, at: Date): LeadJudgement {
  const listed = readByLists(lead, profile, at)
  const judged = judgeLearnt(listed, profile)
  const { disqualified } = judged
  const factors = applyRule(judged.factors, disqualified)
  const flags: Flag[] = [...listed.flags]
  if (disqualified) {
    const { rule, reason, evidence } = disqualified
    flags.unshift({ code: rule, message: reason, evidence })
  }
  return {
    factors,
    // Nothing forces us to call somebody who wants nothing that we do.
    forced_now: disqualified ? null : judged.forced_now,
    disqualified,
    questions_to_ask: askQuestions(listed.reading, factors, disqualified).slice(0, MOST_QUESTIONS),
    flags: distinctFlags(flags),
  }
}
