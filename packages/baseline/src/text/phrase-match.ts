import type { Span } from './spans.ts'

/** A phrase found; offsets into the folded text. */
export interface PhraseMatch<Key extends string = string> extends Span {
  readonly key: Key
}
