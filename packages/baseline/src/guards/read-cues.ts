import { readWork, type Work } from '../fit/read-work.ts'
import buyerLexicon from '../lexicons/buyer.json' with { type: 'json' }
import disqualifyingLexicon from '../lexicons/disqualifying.json' with { type: 'json' }
import foreignLexicon from '../lexicons/foreign-work.json' with { type: 'json' }
import hintLexicon from '../lexicons/rule-cues.json' with { type: 'json' }
import { keptPer } from '../text/kept.ts'
import type { PhraseMatch } from '../text/phrase-match.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { readSender, type Sender } from './read-sender.ts'

const DISQUALIFYING = compileTerms(disqualifyingLexicon.terms)
const BUYER = compileTerms(buyerLexicon.terms)
const HINTS = compileTerms(hintLexicon.terms)
const FOREIGN = compileTerms(foreignLexicon.terms)

export type Cue = keyof typeof disqualifyingLexicon.terms
export type BuyerCue = keyof typeof buyerLexicon.terms
/** Weak alone: many of them, or one beside a sender that fits, make a rule. */
export type Hint = keyof typeof hintLexicon.terms
export type ForeignKind = keyof typeof foreignLexicon.terms

/** What speaks for and against somebody who wants to buy. Offsets into the folded message. */
export interface Cues {
  readonly reading: Reading
  readonly work: Work
  readonly sender: Sender
  readonly hints: Readonly<Record<Hint, readonly PhraseMatch<Hint>[]>>
  readonly foreign: Readonly<Record<ForeignKind, readonly PhraseMatch<ForeignKind>[]>>
  readonly against: Readonly<Record<Cue, readonly PhraseMatch<Cue>[]>>
  readonly buyer: Readonly<Record<BuyerCue, readonly PhraseMatch<BuyerCue>[]>>
}

function byKey<Key extends string>(
  matches: readonly PhraseMatch<Key>[],
  keys: readonly Key[],
): Record<Key, PhraseMatch<Key>[]> {
  const grouped = Object.fromEntries(keys.map((k) => [k, [] as PhraseMatch<Key>[]]))
  for (const match of matches) grouped[match.key]?.push(match)
  return grouped as Record<Key, PhraseMatch<Key>[]>
}

/** Reads the cues of a lead's message. */
export const readCues: (reading: Reading) => Cues = keptPer(findCues)

function findCues(reading: Reading): Cues {
  const { message } = reading
  const outside = (m: Span) => !overlapsAny(m, message.signature)
  return {
    reading,
    work: readWork(reading),
    sender: readSender(reading),
    hints: byKey(
      findTerms(message, HINTS).filter(outside),
      Object.keys(hintLexicon.terms) as Hint[],
    ),
    foreign: byKey(
      findTerms(message, FOREIGN).filter(outside),
      Object.keys(foreignLexicon.terms) as ForeignKind[],
    ),
    against: byKey(
      findTerms(message, DISQUALIFYING).filter(outside),
      Object.keys(disqualifyingLexicon.terms) as Cue[],
    ),
    buyer: byKey(
      findTerms(message, BUYER).filter(outside),
      Object.keys(buyerLexicon.terms) as BuyerCue[],
    ),
  }
}

/** How much each buyer's cue weighs, at most twice each; `need` alone is weak, sellers and students need things too. */
export type BuyerWeights = Readonly<Partial<Record<BuyerCue, number>>>

/** Weighs the cues of a buyer in sentences that hold none of `except`, or where they do not overlap those words. */
export function weighBuyer(
  cues: Cues,
  weights: BuyerWeights,
  except: readonly Span[],
  reach: 'sentence' | 'words' = 'sentence',
): number {
  const { sentences } = cues.reading.message
  const excluded = except.map((m) => (reach === 'words' ? m : spanAt(sentences, m.start)))
  let sum = 0
  for (const [key, weight] of Object.entries(weights) as [BuyerCue, number][]) {
    const free = cues.buyer[key].filter((m) => !overlapsAny(m, excluded))
    sum += weight * Math.min(2, free.length)
  }
  return sum
}

/** The distinct wordings among matches. */
export function distinct(cues: Cues, matches: readonly Span[]): number {
  return new Set(matches.map((m) => cues.reading.message.text.slice(m.start, m.end))).size
}

/** Distinct names of our own work in the message: services and platforms. */
export const workCount = (cues: Cues): number =>
  new Set(
    [...cues.work.services, ...cues.work.platforms].map((m) => m.fold.text.slice(m.start, m.end)),
  ).size
