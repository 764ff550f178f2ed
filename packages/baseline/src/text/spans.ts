/** A stretch of text, in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Do two stretches share at least one code unit? */
export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

/** Does one of `spans` overlap `span`? */
export const overlapsAny = (span: Span, spans: readonly Span[]): boolean =>
  spans.some((other) => overlaps(span, other))
