import type { EvidenceField } from '@insa/contracts'
import industriesLexicon from '../lexicons/industries.json' with { type: 'json' }
import outOfScopeLexicon from '../lexicons/out-of-scope.json' with { type: 'json' }
import platformsLexicon from '../lexicons/platforms.json' with { type: 'json' }
import servicesLexicon from '../lexicons/services.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import type { PhraseMatch } from '../text/phrase-match.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'

const SERVICES = compileTerms(servicesLexicon.terms)
const PLATFORMS = compileTerms(platformsLexicon.terms)
const INDUSTRIES = compileTerms(industriesLexicon.terms)
const FOREIGN = compileTerms(outOfScopeLexicon.terms)

export type Service = keyof typeof servicesLexicon.terms
export type Platform = keyof typeof platformsLexicon.terms
export type Industry = keyof typeof industriesLexicon.terms
export type ForeignTrade = keyof typeof outOfScopeLexicon.terms

/** A match in one field of the lead. */
export interface FieldMatch<Key extends string> extends PhraseMatch<Key> {
  readonly field: EvidenceField
  readonly fold: Fold
}

/** What the lead says about the work, the customer and the platforms. */
export interface Work {
  readonly services: readonly FieldMatch<Service>[]
  readonly platforms: readonly FieldMatch<Platform>[]
  readonly industries: readonly FieldMatch<Industry>[]
  /** Trades that are not ours. */
  readonly foreign: readonly FieldMatch<ForeignTrade>[]
}

function inFields<Key extends string>(
  reading: Reading,
  fields: readonly EvidenceField[],
  find: (fold: Fold) => PhraseMatch<Key>[],
): FieldMatch<Key>[] {
  return fields.flatMap((field) => {
    const fold = reading.fields[field]
    return fold ? find(fold).map((m) => ({ ...m, field, fold })) : []
  })
}

const afterYour =
  /\b(?:your|you r|ihr\w*|eur\w*|su|sus|vuestr\w*|tu|sua|seu|seus|suas|vosso|vossa|votre|vos|vostr\w*|suo)\s+(?:\w+\s+){0,2}$/u

/** "I found you on your website": theirs to look at, not asked for. */
const isOurs = (fold: Fold, start: number): boolean =>
  afterYour.test(fold.text.slice(Math.max(0, start - 30), start)) ||
  /\b(?:on|via|through|from|uber|auf|en|por|pelo|no|na|sur|via|dal|sul|dalla) (?:the |our |der |die |su |la |el |il |o |a |le |l'|votre |vostro )?$/u.test(
    fold.text.slice(Math.max(0, start - 20), start),
  )

/** "No spare left in stock", "ab Lager": where a part lies, not what the customer does. */
const isStock = (fold: Fold, { start, end }: { start: number; end: number }): boolean =>
  /^(?:almacen|lager|armazem|magazzino|entrepot)$/u.test(fold.text.slice(start, end)) &&
  /(?<!\p{L})(?:en|im|ab|auf|ans|em|no|in|a|al|do|del|dal) $/u.test(
    fold.text.slice(Math.max(0, start - 6), start),
  )

/** Reads services, platforms, industries and foreign trades out of a lead. */
export const readWork: (reading: Reading) => Work = keptPer(findWork)

function findWork(reading: Reading): Work {
  const services = inFields(reading, ['message'], (f) => findTerms(f, SERVICES))
  const platforms = inFields(reading, ['message'], (f) => findTerms(f, PLATFORMS))
  const industries = inFields(reading, ['message', 'industry', 'company_name'], (f) =>
    findTerms(f, INDUSTRIES).filter((m) => !isStock(f, m)),
  )
  // "Car plant", "furniture factory": the customer's trade, not what is asked for.
  const trades = industries.filter(
    (m) => m.field === 'message' && /\s/u.test(m.fold.text.slice(m.start, m.end)),
  )
  const ours = [...services, ...platforms, ...trades]
  const foreign = inFields(reading, ['message'], (f) =>
    findTerms(f, FOREIGN).filter((m) => !overlapsAny(m, f.signature) && !overlapsAny(m, ours)),
  ).filter((m) => m.key !== 'website_it' || !isOurs(m.fold, m.start))
  return { services, platforms, industries, foreign }
}
