/** What a person should know of how the engine came to its judgement, as flags of the score. */
import type { Flag } from '@insa/contracts'
import type { EngineNote } from '../../platform/engines/engine.ts'

const FLAGGED: ReadonlySet<EngineNote['code']> = new Set(['fallback', 'cheaper_model'])

/** @returns a flag where another engine or model than the wanted one answered. */
export const flagsOfNotes = (notes: readonly EngineNote[]): Flag[] =>
  notes
    .filter(({ code }) => FLAGGED.has(code))
    .map(({ message }) => ({ code: 'engine_fallback', message, evidence: [] }))
