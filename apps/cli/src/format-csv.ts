/** CSV as RFC 4180 has it. */

interface CsvOptions {
  /**
   * Text that a spreadsheet would run as a formula gets an apostrophe in front: a lead's message comes from outside,
   * and `=HYPERLINK(…)` in a cell calls home. Phone numbers and negative amounts stay as they are.
   */
  isForSpreadsheets: boolean
}

const FORMULA = /^[=+\-@\t\r]/
const NUMBER_LIKE = /^[+-]?[\d\s().,/-]+$/

export function csvLine(
  values: readonly (string | number | null)[],
  { isForSpreadsheets }: CsvOptions,
): string {
  const cells = values.map((value) => {
    const text = value === null ? '' : String(value)
    const isFormula = FORMULA.test(text) && !NUMBER_LIKE.test(text)
    return quoted(isForSpreadsheets && isFormula ? `'${text}` : text)
  })
  return `${cells.join(',')}\r\n`
}

const quoted = (text: string) =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
