import type { CompanyProfile, Flag, LeadJudgement } from '@insa/contracts'
import { type Reading, readLead } from '../text/reading.ts'
import type { Span } from '../text/spans.ts'
import { findContradictions } from './find-contradictions.ts'
import { findDisqualifier } from './find-disqualifier.ts'
import { findForcedNow } from './find-forced-now.ts'
import { findInjection } from './find-injection.ts'
import { readCues } from './read-cues.ts'

/** What stands above the factors. */
export interface Guards {
  readonly disqualified: LeadJudgement['disqualified']
  /** The rule holds whatever else is said. */
  readonly isCertain: boolean
  readonly forcedNow: LeadJudgement['forced_now']
  readonly flags: readonly Flag[]
  /** Stretches of the original message that must not influence anything: words that address the scorer. */
  readonly maskedSpans: readonly Span[]
}

/** Reads the guards of a lead. Orders to the scorer are found first, and everything else is read without them. */
export function readGuards(reading: Reading, profile: CompanyProfile): Guards {
  const injection = findInjection(reading)
  const clean =
    injection.masked.length > 0 ? readLead(reading.lead, reading.at, injection.masked) : reading
  const found = findDisqualifier(readCues(clean), profile)
  const flags: Flag[] = [...injection.flags, ...findContradictions(clean)]
  return {
    disqualified: found && { rule: found.rule, reason: found.reason, evidence: found.evidence },
    isCertain: found?.isCertain ?? false,
    forcedNow: findForcedNow(clean),
    flags,
    maskedSpans: injection.masked,
  }
}
