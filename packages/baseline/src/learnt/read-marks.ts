import type { CompanyProfile } from '@insa/contracts'
import { rolesInText } from '../authority/find-roles.ts'
import { readSays } from '../authority/read-says.ts'
import { readCues } from '../guards/read-cues.ts'
import { readStates } from '../money/budget-state.ts'
import { findMoneyWords } from '../money/budget-words.ts'
import { convert, resolveCurrency } from '../money/convert.ts'
import { readSums } from '../money/read-sums.ts'
import type { Reading } from '../text/reading.ts'
import type { Span } from '../text/spans.ts'
import { readTimes } from '../time/read-times.ts'
import { findTimeWords } from '../time/time-words.ts'

/** Something that the readers of sums and times found: a feature of each sentence it stands in. */
export interface Mark extends Span {
  readonly name: string
}

/** Sums differ by orders of magnitude: half an order each step. */
const STEPS_PER_DECADE = 1.5

/** What the word lists find, each by its name: cues for and against a buyer, our work, other trades, roles. */
function markListed(reading: Reading, mark: (name: string, span: Span) => void): void {
  const { message } = reading
  const { against, buyer, hints, foreign, work } = readCues(reading)
  for (const group of [against, buyer, hints, foreign])
    for (const [name, found] of Object.entries(group))
      for (const span of found) mark(`cue ${name}`, span)
  for (const span of work.services) {
    mark('service', span)
    mark(`service ${span.key}`, span)
  }
  for (const span of work.platforms) mark('platform', span)
  for (const span of work.industries) if (span.field === 'message') mark('industry', span)
  for (const span of work.foreign) mark(`foreign ${span.key}`, span)
  for (const span of rolesInText(message)) mark(`role ${span.role}`, span)
  for (const { say, start, end } of readSays(message)) mark(`says ${say}`, { start, end })
  for (const span of findTimeWords(message)) mark(`time ${span.key}`, span)
  for (const span of findMoneyWords(message)) mark(`money ${span.key}`, span)
}

/** Sums of money, what is said of them, and times, with their sizes; and whatever the word lists know. */
export function readMarks(reading: Reading, profile: CompanyProfile): Mark[] {
  const { message, lead } = reading
  const words = findMoneyWords(message)
  const sums = readSums(message, words)
  const marks: Mark[] = []
  const mark = (name: string, { start, end }: Span) => {
    marks.push({ name, start, end })
  }
  markListed(reading, mark)
  for (const sum of sums) {
    mark('$', sum)
    mark(`$ ${sum.role}`, sum)
    const value = convert((sum.low + sum.high) / 2, resolveCurrency(sum, lead.country), profile)
    if (value) mark(`$ 10^${Math.round(Math.log10(value) * STEPS_PER_DECADE)}`, sum)
  }
  for (const { state, match } of readStates(message, words, sums)) mark(`$$ ${state}`, match)
  for (const time of readTimes(reading)) {
    mark('@', time)
    mark(`@ ${time.kind}`, time)
    mark(`@ ${Math.floor(time.score / 10)}`, time)
  }
  return marks
}
