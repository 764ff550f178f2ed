import type { Evidence } from '@insa/contracts'
import lexicon from '../lexicons/authority-text.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import { negatedAt } from '../text/negation.ts'
import type { Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'

const TEXT = compileTerms(lexicon.terms)
/** `denied`: they say that they do not decide alone. */
export type Say = keyof typeof lexicon.terms | 'denied'

/** What is said, and where; offsets into the folded message. */
export interface Said extends Span {
  readonly say: Say
  readonly quote: Evidence
  /** Somebody else asked for it: weaker than "I only pass it on". */
  readonly isErrand: boolean
}

const ERRAND =
  /ask|told|tell|want|sent|need|request|instruct|pid|pedi|encarg|mand|solicit|dijo|quier|quer|bat|gebeten|mochte|will|braucht|disse|demand|charg|souhait|veut|voudr|prie|dit|chied|chiest|vuole|vorr|incaric|detto|behalf|parte de|auftrag|pour (?:mon|ma)|per (?:il|la)|para (?:o )?(?:mi|meu)|fur mein|for my/u
const ONLY =
  /\b(?:only|just|simply|merely|solo|solamente|unicamente|nur|lediglich|apenas|somente|so|seulement|simplement|juste|que|soltanto|not|n't|no|nicht|nao|ne|non|keine?\w*)\b/u

/** What a message says about deciding. */
export const readSays: (message: Fold) => readonly Said[] = keptPer(findSays)

function findSays(message: Fold): Said[] {
  return findTerms(message, TEXT).flatMap((m): Said[] => {
    const span = { start: m.start, end: m.end }
    const text = message.text.slice(m.start, m.end)
    const quote = evidence('message', message, m.start, m.end)
    const denied =
      (m.key === 'decides' || m.key === 'influences') && negatedAt(message, m.start, m.end)
    if (denied)
      return m.key === 'decides' ? [{ ...span, say: 'denied', quote, isErrand: false }] : []
    return [
      {
        ...span,
        say: m.key,
        quote,
        isErrand: m.key === 'passes_on' && ERRAND.test(text) && !ONLY.test(text),
      },
    ]
  })
}
