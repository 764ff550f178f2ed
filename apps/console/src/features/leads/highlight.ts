import {
  type Evidence,
  type EvidenceField,
  FACTOR_NAMES,
  type FactorName,
  type LeadScore,
} from '@insa/contracts'

/** Who rests on the words: a factor, or a flag by its place in the list. */
export type EvidenceSource = FactorName | `flag-${number}`

/** A stretch of a text that a source rests on. Offsets are UTF-16 code units, `end` exclusive. */
export interface Span {
  source: EvidenceSource
  start: number
  end: number
}

/** A piece of the text; `sources` is empty where nobody rests on it. */
export interface Segment {
  start: number
  text: string
  sources: readonly EvidenceSource[]
}

/**
 * The spans of one field. Evidence whose quote no longer stands at its place (the lead was edited after the scoring) is
 * left out: better no light than light on the wrong words.
 */
export function spansIn(field: EvidenceField, text: string, score: LeadScore | null): Span[] {
  if (!score) return []
  const holds = ({ field: at, start, end, quote }: Evidence) =>
    at === field && text.slice(start, end) === quote
  const spansOf = (source: EvidenceSource, evidence: readonly Evidence[]) =>
    evidence.filter(holds).map(({ start, end }) => ({ source, start, end }))
  return [
    ...FACTOR_NAMES.flatMap((name) => spansOf(name, score.factor_scores[name].evidence)),
    ...score.flags.flatMap((flag, index) => spansOf(`flag-${index}`, flag.evidence)),
  ]
}

/** Cuts a text where spans begin or end, so that each piece knows all who rest on it. The pieces put together are the text. */
export function segmentText(text: string, spans: readonly Span[]): Segment[] {
  const kept = spans
    .map((span) => ({ ...span, ...withinText(text, span) }))
    .filter(({ start, end }) => start < end)
  const cuts = new Set([0, text.length])
  for (const { start, end } of kept) cuts.add(start).add(end)
  const edges = [...cuts].sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1] ?? text.length
    const covering = kept.filter((span) => span.start <= start && span.end >= end)
    const sources = [...new Set(covering.map(({ source }) => source))]
    return { start, text: text.slice(start, end), sources }
  })
}

/** Inside the text, and never between the two halves of one character. */
function withinText(text: string, { start, end }: Span): { start: number; end: number } {
  const inside = (offset: number) => Math.min(Math.max(0, offset), text.length)
  const from = inside(start)
  const to = inside(end)
  return {
    start: splitsPair(text, from) ? from - 1 : from,
    end: splitsPair(text, to) ? to + 1 : to,
  }
}

function splitsPair(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1)
  const after = text.charCodeAt(offset)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}
