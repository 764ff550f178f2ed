import type { CompanyProfile } from '@insa/contracts'
import type { Fold } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { overlaps, type Span } from '../text/spans.ts'
import type { Concept } from './concepts.ts'
import { type LinearModel, marginsOf, probability } from './linear.ts'
import { addMeanings } from './meanings.ts'
import { type Mark, readMarks } from './read-marks.ts'
import { addWords, type Features } from './sentence-features.ts'

/** A sentence and how probably it says each concept, in the order of the model's names. */
export interface ReadSentence extends Span {
  readonly probabilities: readonly number[]
}

/** The features of one stretch of a message. */
export function sentenceFeatures(fold: Fold, span: Span, marks: readonly Mark[]): Features {
  const features: Features = new Map([['1', 1]])
  const words = fold.words.filter((w) => w.start >= span.start && w.end <= span.end)
  addWords(words, features)
  addMeanings(words, fold.language, features)
  features.set(`length ${Math.min(5, Math.floor(Math.log2(words.length + 1)))}`, 1)
  for (const mark of marks) if (overlaps(mark, span)) features.set(mark.name, 1)
  return features
}

/** The sentences of a message. Clauses by themselves were tried, and told less. */
export const stretches = ({ message }: Reading): Span[] =>
  message.sentences.filter((s) => message.words.some((w) => w.start >= s.start && w.end <= s.end))

/** Reads each sentence of the message. */
export function readConcepts(
  reading: Reading,
  profile: CompanyProfile,
  model: LinearModel<Concept>,
): ReadSentence[] {
  const marks = readMarks(reading, profile)
  return stretches(reading).map(({ start, end }) => {
    const features = sentenceFeatures(reading.message, { start, end }, marks)
    return { start, end, probabilities: Array.from(marginsOf(model, features), probability) }
  })
}
