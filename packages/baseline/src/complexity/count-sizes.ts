import lexicon from '../lexicons/scope.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { overlapsAny, type Span } from '../text/spans.ts'

const NUMBER_WORDS =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|catorce|quince|veinte|treinta|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|vierzehn|zwanzig|dreissig|dois|duas|quatro|sete|oito|nove|dez|onze|doze|quatorze|quinze|vinte|trinta|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|septante|huitante|nonante|due|tre|quattro|cinque|sei|sette|otto|dieci|undici|dodici|quattordici|quindici|venti|trenta'
const NUMBER = `(?:(?!0\\d)\\d{1,3}(?:[.,' ]?\\d{3})*|(?:${NUMBER_WORDS})(?:[-\\s](?:${NUMBER_WORDS}))?)`
/** The "2" of "CPU 315-2 DP" and the "05" of "SLC 5/05" belong to a name. */
const SIZED = new RegExp(
  `(?<![\\p{L}\\p{N}.,]|\\d{3}-|\\p{L}\\d*[/-])(?:~|≈|n\\. ?|ca\\.? |approx\\.? )?${NUMBER}\\+?[x]?[\\s-]{0,2}(?:x |nos\\.? |no\\.? |stk\\.? |pcs\\.? )?${lexicon.counts}(?![\\p{L}\\p{N}])`,
  'gu',
)
/** "Drives: 12", "AI 118": the number behind what it counts, as lists write it. */
const LISTED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${lexicon.listed})\\s?[:=|]?\\s{0,3}\\d{1,5}(?![\\p{L}\\p{N}]|[.,]\\d)`,
  'gu',
)
/** "de 45", "di 5", "do 12": of it, where "DE 45" are digital inputs. */
const SMALL_WORD = /^(?:ai|ao|di|do|ae|aa|de|da)\s/u
const isCapital = (fold: Fold, start: number): boolean =>
  /^\p{Lu}{2}/u.test(fold.original.slice(fold.starts[start]))
/** Ratings of machines. */
const RATED =
  /(?<![\p{L}\p{N}.,])\d{1,4}(?:[.,]\d{1,3})?\s?(?:x\s?\d+(?:[.,]\d)?\s?)?(?:kw|mw|hp|cv|ps|kva|mva|kv|bar|t\/h|tph|m3\/h|mwth|tpd|tcd|bph|l\/h|m\/min|nm)(?![\p{L}\p{N}])/gu
/** Any number of things: what else a plant has is more than a list of nouns can hold. */
const QUANTITY = new RegExp(
  `(?<![\\p{L}\\p{N}.,/€$£+-])(?:[2-9]|[1-9]\\d{1,3}|(?:${NUMBER_WORDS}))\\s(?:x )?(?<what>\\p{L}{4,})`,
  'gu',
)
/** Times, money, people, distances and papers are counted too, and say nothing about a scope. */
const NO_SCOPE =
  /^(?:stund|minut|seconds?|sekund|segund|secon|hours?|hora|heure|days?|dias?$|tage|jour|giorn|week|woche|seman|semaine|settiman|month|monat|mese|mois|years?|jahr|anos?$|annee|anni|quart|trimest|times|veces|vezes|fois|volte|prozent|percent|euro|dollar|dolar|reais|peso|pound|franken|tausend|thousand|mille?$|mila$|million|milh|millon|mio|mrd|tsd|people|person|employ|mitarbei|emplead|funcion|salari|dipenden|kolleg|colleg|work(?:er|ing)|firmen|unternehm|compan|empres|societ|aziend|integrat|offer|quote|angebot|cotiza|propos|devis|offert|prevent|ofert|kilom|meter|metro|metre|metri|miles|pages?|seite|pagin|questions?|fragen|pregunt|pergunt|domand|uhr|stock|contact|kontakt|client|kund|leads|customer|project|projekt|projet|proyect|progett|options|opcion|januar|jan|feb|mar|apr|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic|ene|abr|ago|gen|giu|lug|set|ott|avril|aout|fevr|janv|maio|junh|julh|outub|gennai|maggio|giugno|luglio|von|bis|and|und|para|pour|oder|with|mit|con|que|from|days|calendar|habit|einwohn|abitant|inhab|tonn|litr|liter|kilo|gram|degree|grad|prezzi|preise|precio|preco|hectar|acres|socios|soci$|kids|kinder|hijos|guys|engineers|ingenier|ingegner|ingenieur|techni|amigo|alumn|student|beso|gruss|saludo)/u

const spansOf = (fold: Fold, pattern: RegExp): Span[] =>
  Array.from(fold.text.matchAll(pattern), (m) => ({ start: m.index, end: m.index + m[0].length }))

/** Sizes of a job. */
export interface Sizes {
  /** "120 I/O", "drei Linien", "8 variadores", "AI 118". */
  readonly counted: readonly Span[]
  /** Ratings of machines, and numbers of whatever else: weaker signs of a scope. */
  readonly other: readonly Span[]
}

/** Sizes of a job in a text. */
export function countSizes(fold: Fold): Sizes {
  const counted: Span[] = []
  const listed = spansOf(fold, LISTED).filter(
    ({ start, end }) => !SMALL_WORD.test(fold.text.slice(start, end)) || isCapital(fold, start),
  )
  for (const span of [...spansOf(fold, SIZED), ...listed])
    if (!overlapsAny(span, counted)) counted.push(span)
  const quantities = Array.from(fold.text.matchAll(QUANTITY))
    .filter((m) => !NO_SCOPE.test(m.groups?.what ?? ''))
    .map((m) => ({ start: m.index, end: m.index + m[0].length }))
  const other = [...spansOf(fold, RATED), ...quantities].filter((s) => !overlapsAny(s, counted))
  return { counted, other }
}
