/** Digits with grouping or decimals, European, American, Swiss, French or Indian. */
export const NUMBER_PATTERN =
  "\\d{1,3}(?:[ '.,]\\d{3})+(?:[.,]\\d{1,2})?(?!\\d)|\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d{1,2})?(?!\\d)|\\d+(?:[.,]\\d+)?"

/**
 * The value of digits as written. One separator before exactly three digits groups ("2.500" is 2500), unless a large
 * multiplier follows ("1.250 million"), but of a currency so weak that thousands of millions are common.
 */
export function parseNumber(written: string, multiplier: number, isWeak = false): number {
  const raw = written.replace(/[ ']/gu, '')
  const marks = raw.match(/[.,]/gu) ?? []
  const last = marks.at(-1)
  if (last === undefined) return Number(raw)
  const tail = raw.slice(raw.lastIndexOf(last) + 1)
  const mixed = marks.some((m) => m !== last)
  const onlyOne = marks.length === 1
  const groups =
    tail.length === 3 &&
    (!onlyOne || (!raw.startsWith('0') && (multiplier < 1e6 || isWeak))) &&
    !mixed
  const decimal = mixed ? marks.filter((m) => m === last).length === 1 : onlyOne && !groups
  if (!decimal) return Number(raw.replace(/[.,]/gu, ''))
  const head = raw.slice(0, raw.lastIndexOf(last)).replace(/[.,]/gu, '')
  return Number(`${head}.${tail}`)
}
