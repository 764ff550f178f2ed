/** The corpus made ready for fitting: read once, used by both steps. */
import { DEFAULT_COMPANY_PROFILE } from '../src/company-profile.ts'
import { sentenceFeatures, stretches } from '../src/learnt/read-concepts.ts'
import { readMarks } from '../src/learnt/read-marks.ts'
import type { Features } from '../src/learnt/sentence-features.ts'
import { type Listed, readByLists } from '../src/read-by-lists.ts'
import { BLANK_LEAD } from '../src/text/blank-lead.ts'
import { type Reading, readLead } from '../src/text/reading.ts'
import type { Span } from '../src/text/spans.ts'
import type { Label, PracticeExample, PracticeSentence } from './corpus.ts'
import { labelStretch, type StretchLabel } from './label-stretches.ts'

export interface PreparedStretch extends Span {
  readonly features: Features
  readonly says: StretchLabel
}

export interface PreparedLead {
  readonly label: Label
  readonly isSettled: boolean
  readonly weight: number
  readonly reading: Reading
  readonly listed: Listed
  readonly stretches: readonly PreparedStretch[]
}

export interface PreparedSentence {
  readonly concept: PracticeSentence['concept']
  readonly features: Features
}

export function prepareLead({ lead, at, label, isSettled, weight }: PracticeExample): PreparedLead {
  const listed = readByLists(lead, DEFAULT_COMPANY_PROFILE, at)
  const { reading } = listed
  const marks = readMarks(reading, DEFAULT_COMPANY_PROFILE)
  const { message } = reading
  return {
    label,
    isSettled,
    weight,
    reading,
    listed,
    stretches: stretches(reading).map(({ start, end }) => ({
      start,
      end,
      features: sentenceFeatures(message, { start, end }, marks),
      says: labelStretch(message.text.slice(start, end), label),
    })),
  }
}

/** Times in a practice sentence count from here; it was written for no day. */
const SOME_DAY = new Date('2026-10-15T12:00:00Z')

export function prepareSentence({ text, concept, language }: PracticeSentence): PreparedSentence {
  const reading = readLead({ ...BLANK_LEAD, message: text, language }, SOME_DAY)
  const marks = readMarks(reading, DEFAULT_COMPANY_PROFILE)
  const whole = { start: 0, end: reading.message.text.length }
  return { concept, features: sentenceFeatures(reading.message, whole, marks) }
}
