/** Text of strangers for a person who decides on it: what is invisible or turns the direction is shown by its number. */

/** Controls but line feed and tab, zero widths, direction marks, tags, fillers, variation selectors, lone surrogates. */
const HIDDEN =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|[\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu

export const plainText = (text: string): string =>
  text.replace(HIDDEN, (c) =>
    c === '\n' || c === '\t' ? c : `\\u{${c.codePointAt(0)?.toString(16)}}`,
  )

/** A value as a person reads it. */
export function readableValue(value: unknown): string {
  if (typeof value === 'string') return plainText(value)
  return plainText(JSON.stringify(value, null, 2) ?? 'nothing')
}
