/** The sums in a call's arguments, as numbers or as text: what cannot be read for sure counts as more than any limit. */

export interface Amount {
  /** Of the argument, or of the field inside it. */
  name: string
  path: string
  /** Without its sign; Infinity for text with digits that is no plain number, such as "5 million". */
  atMost: number
  /** As it stands there. */
  written: string
}

/** The longest text of a sum that a reason quotes, characters. */
const MAX_WRITTEN = 60

export function amountsIn(value: unknown, name = '', path = ''): Amount[] {
  if (typeof value === 'number')
    return [{ name, path, atMost: Math.abs(value), written: `${value}` }]
  if (typeof value === 'string') {
    const atMost = readAmount(value)
    return atMost === null ? [] : [{ name, path, atMost, written: value.slice(0, MAX_WRITTEN) }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, v]) =>
    amountsIn(v, Array.isArray(value) ? name : key, path === '' ? key : `${path}.${key}`),
  )
}

/** A number with its groups, and a currency's sign or code on one side: `EUR 1.200,50`, `-900 $`. */
const PLAIN = /^(?:[A-Z]{3}|\p{Sc})?[-+]?(\d[\d.,'’_]*)(?:[A-Z]{3}|\p{Sc})?$/u
/** Points and commas as people write them: a last one with one or two digits behind it, or behind a nought, is the decimal one. */
const DECIMALS = /^(.*)[.,](\d{1,2})$|^(0)[.,](\d+)$/

/** @returns null for text without a digit. */
function readAmount(text: string): number | null {
  if (!/\p{N}/u.test(text)) return null
  const exact = Number(text)
  if (!/[.,]/.test(text) && Number.isFinite(exact)) return Math.abs(exact)
  const digits = PLAIN.exec(text.replaceAll(/\s/gu, ''))?.[1]
  if (digits === undefined) return Number.POSITIVE_INFINITY
  const [, whole = digits, cents, nought = whole, parts = cents ?? '0'] =
    DECIMALS.exec(digits) ?? []
  return Number(`${nought.replaceAll(/\D/g, '')}.${parts}`)
}
