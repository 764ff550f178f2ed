import lexicon from '../lexicons/scope.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import type { Span } from '../text/spans.ts'

const NUMBER_WORDS =
  'two|three|four|five|six|seven|eight|nine|ten|twelve|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|dois|duas|quatro|sete|oito|nove|dez|doze|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici'
const SIZED = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(?:~|ca\\.? |approx\\.? )?(?:\\d{1,3}(?:[.,' ]?\\d{3})*|${NUMBER_WORDS})\\+?[x]?[\\s-]{0,2}(?:x )?${lexicon.counts}(?![\\p{L}\\p{N}])`,
  'gu',
)

/** Sizes of a job in a text: "120 I/O", "drei Linien", "8 variadores". */
export const countSizes = (fold: Fold): Span[] =>
  Array.from(fold.text.matchAll(SIZED), (m) => ({ start: m.index, end: m.index + m[0].length }))
