import type { Evidence } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import { overlapsAny } from '../text/spans.ts'
import type { Concept } from './concepts.ts'
import type { ReadSentence } from './read-concepts.ts'

/** What a sentence was read as, in plain words. */
export const MEANING: Readonly<Record<Concept, string>> = {
  sells: 'offers something to us',
  job: 'looks for work',
  study: 'is about studies',
  rival: 'asks what a competitor would ask',
  partner: 'brings a job to share',
  mass: 'is mass mail',
  awarded: 'says that the job is given away',
  foreign: 'asks for other work than ours',
  ours: 'asks for our work',
  trivial: 'asks for a small thing',
  ready: 'says that the money is there',
  planned: 'names or plans a sum',
  asked: 'says that the money is still to be granted',
  unsure: 'says that the money is open or short',
  nomoney: 'says that there is no money',
  othersum: 'names a sum of something else',
  down: 'says that something stands still',
  due: 'names a day by which an offer is due',
  callme: 'asks for contact within days',
  soon: 'names a time within months',
  mid: 'names a time within a year',
  far: 'says that it is far off or open',
  othertime: 'names a time of something else',
  decides: 'says that they decide',
  leads: 'says that they are responsible',
  takespart: 'says that they take part',
  passes: 'says that they pass it on',
}

/** A stretch that says a concept, and how probably. */
export interface Quoted {
  readonly concept: Concept
  readonly probability: number
  readonly quote: Evidence
}

/** The stretches that say one of `wanted` most probably, best first, none over another. */
export function quoteConcepts(
  message: Fold,
  names: readonly Concept[],
  sentences: readonly ReadSentence[],
  wanted: readonly Concept[],
  most: number,
): Quoted[] {
  const found = sentences
    .flatMap((sentence) =>
      wanted.map((concept) => ({
        sentence,
        concept,
        probability: sentence.probabilities[names.indexOf(concept)] ?? 0,
      })),
    )
    .sort((a, b) => b.probability - a.probability)
  const taken: ReadSentence[] = []
  const quotes: Quoted[] = []
  for (const { sentence, concept, probability } of found) {
    if (quotes.length === most) break
    if (overlapsAny(sentence, taken)) continue
    taken.push(sentence)
    const { start, end } = trimmed(message.text, sentence.start, sentence.end)
    if (end > start)
      quotes.push({ concept, probability, quote: evidence('message', message, start, end) })
  }
  return quotes
}

/** Without the blanks at both ends. */
function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  const slice = text.slice(from, to)
  return {
    start: from + slice.length - slice.trimStart().length,
    end: to - (slice.length - slice.trimEnd().length),
  }
}
