/** Every quote must stand in the lead, letter by letter, where it says it stands. What does not is taken out and flagged. */
import {
  type Evidence,
  FACTOR_NAMES,
  type Flag,
  type Lead,
  type LeadJudgement,
} from '@insa/contracts'
import { ALL_DEFENCES } from '../../platform/safety/defences.ts'

/** @returns the judgement without quotes that are not in the lead; a factor left without any evidence becomes unknown. */
export function checkEvidence(
  judgement: LeadJudgement,
  lead: Lead,
  defences = ALL_DEFENCES,
): LeadJudgement {
  if (!defences.has('literal_quotes')) return judgement
  const isLiteral = ({ field, quote, start, end }: Evidence) => {
    const value = lead[field]
    return value !== null && String(value).slice(start, end) === quote
  }
  let dropped = 0
  const keep = (evidence: Evidence[]) => {
    const literal = evidence.filter(isLiteral)
    dropped += evidence.length - literal.length
    return literal
  }
  const factors = { ...judgement.factors }
  for (const name of FACTOR_NAMES) {
    const factor = factors[name]
    const evidence = keep(factor.evidence)
    const supported = factor.score === null || evidence.length > 0
    factors[name] = supported
      ? { ...factor, evidence }
      : {
          score: null,
          reasoning: `No words of the lead support this: ${factor.reasoning}`,
          evidence: [],
        }
  }
  const flags: Flag[] = judgement.flags.map((f) => ({ ...f, evidence: keep(f.evidence) }))
  const forced_now = judgement.forced_now && {
    ...judgement.forced_now,
    evidence: keep(judgement.forced_now.evidence),
  }
  const disqualified = judgement.disqualified && {
    ...judgement.disqualified,
    evidence: keep(judgement.disqualified.evidence),
  }
  if (dropped > 0) {
    flags.push({
      code: 'quote_not_found',
      message: `${dropped} quote(s) do not stand in the lead and were left out.`,
      evidence: [],
    })
  }
  return { ...judgement, factors, flags, forced_now, disqualified }
}
