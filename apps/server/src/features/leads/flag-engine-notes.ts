/** What a person should know of how the engine came to its judgement, as flags of the score. */
import type { Flag } from '@insa/contracts'
import type { EngineNote } from '../../platform/engines/engine.ts'
import { plainWords } from './plain-words.ts'

const FLAGGED: ReadonlySet<EngineNote['code']> = new Set(['fallback', 'cheaper_model'])

/** Longest message, UTF-16 code units. */
const MOST_SAID = 300

/** What failed may be told with words of the model's: an unknown key that it gave, an error that it provoked. */
const said = (message: string): string => {
  const words = plainWords(message)
  return words.length > MOST_SAID ? `${words.slice(0, MOST_SAID)}…` : words
}

/** @returns a flag where another engine or model than the wanted one answered. */
export const flagsOfNotes = (notes: readonly EngineNote[]): Flag[] =>
  notes
    .filter(({ code }) => FLAGGED.has(code))
    .map(({ message }) => ({ code: 'engine_fallback', message: said(message), evidence: [] }))
