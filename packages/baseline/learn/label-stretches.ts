/** Which concepts a stretch of a labelled lead says, by the words its grades rest on. */
import { type Concept, subjectOf } from '../src/learnt/concepts.ts'
import { foldText } from '../src/text/fold.ts'
import type { Label } from './corpus.ts'

const OF_RULE: Readonly<Record<NonNullable<Label['rule']>, Concept>> = {
  job_seeker: 'job',
  student: 'study',
  vendor: 'sells',
  competitor: 'rival',
  spam: 'mass',
  awarded: 'awarded',
  out_of_scope: 'foreign',
}

/** From the rubric's bands: the lowest grade of each concept, highest first. */
const BANDS: Readonly<Record<string, readonly (readonly [number, Concept | null])[]>> = {
  budget: [
    [88, 'ready'],
    [67, 'planned'],
    [43, 'asked'],
    [18, 'unsure'],
    [0, 'nomoney'],
  ],
  // Now: whether something is down, due or to be called back is not said by the grade.
  timeline: [
    [88, null],
    [67, 'soon'],
    [43, 'mid'],
    [0, 'far'],
  ],
  authority: [
    [85, 'decides'],
    [67, 'leads'],
    [43, 'takespart'],
    [0, 'passes'],
  ],
}

/** What is known of a stretch: concepts that it says, and subjects of which it says something unnamed. */
export interface StretchLabel {
  readonly concepts: ReadonlySet<Concept>
  readonly isNow: boolean
}

const words = (text: string): string =>
  foldText(text)
    .text.replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Do the quoted words stand here, whole or (over the limits of sentences) by half? */
function holds(stretch: string, quote: string): boolean {
  const here = words(stretch)
  const told = words(quote)
  if (told === '') return false
  if (here.includes(told) || (here.length > 6 && told.includes(here))) return true
  const parts = told.split(' ')
  if (parts.length < 6) return false
  const half = Math.floor(parts.length / 2)
  return (
    here.includes(parts.slice(0, Math.ceil(parts.length / 2)).join(' ')) ||
    here.includes(parts.slice(half).join(' '))
  )
}

export function labelStretch(stretch: string, label: Label): StretchLabel {
  const concepts = new Set<Concept>()
  let isNow = false
  for (const [what, quote] of Object.entries(label.ev)) {
    if (!quote || !holds(stretch, quote)) continue
    if (what === 'rule') {
      if (label.rule) concepts.add(OF_RULE[label.rule])
      continue
    }
    const grade = label.factors?.[what as keyof NonNullable<Label['factors']>]
    if (grade === null || grade === undefined) continue
    const band = BANDS[what]?.find(([least]) => grade >= least)
    if (band?.[1]) concepts.add(band[1])
    else if (what === 'timeline') isNow = true
  }
  return { concepts, isNow }
}

const NOW: readonly Concept[] = ['down', 'due', 'callme']
/** What a lead's labels say nothing about where they quote nothing. */
const UNTOLD: readonly Concept[] = [...NOW, 'ours', 'partner', 'trivial', 'othersum', 'othertime']
/** A stretch that no grade rests on says most concepts not: but a reader quotes one place of several. */
const UNQUOTED = 0.3
const OTHER_QUOTED = 0.5

/** How much a stretch of a lead counts as saying `concept` not; 0: nothing is known. */
export function countAgainst(
  { concepts, isNow }: StretchLabel,
  concept: Concept,
  isDisqualified: boolean,
): number {
  if (isNow && NOW.includes(concept)) return 0
  if (UNTOLD.includes(concept)) return 0
  if (concept === 'foreign' && isDisqualified && concepts.size === 0) return 0
  return concepts.size > 0 ? OTHER_QUOTED : UNQUOTED
}

/** A sentence written for one concept may say one of another subject as well. */
const OTHER_SUBJECT = 0.3

/** How much a practice sentence written for `told` counts as saying `concept` not. */
export const countSentenceAgainst = (told: Concept | 'plain', concept: Concept): number =>
  told === 'plain' || subjectOf(told) === subjectOf(concept) ? 1 : OTHER_SUBJECT
