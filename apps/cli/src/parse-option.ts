/** Parsers of option values: what they refuse is a usage error that names the option. */
import { InvalidArgumentError } from 'commander'

/** A whole number between two bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }

/** One of a closed set, in any case. */
export const oneOf =
  <T extends string>(choices: readonly T[]) =>
  (value: string): T => {
    const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase())
    if (found !== undefined) return found
    throw new InvalidArgumentError(`It must be one of: ${choices.join(', ')}.`)
  }

/** A day or an instant (a day begins at 00:00 UTC). @returns ISO 8601 in UTC. */
export const instant = (value: string): string => {
  const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  throw new InvalidArgumentError('It must be like 2026-01-02 or 2026-01-02T03:04:05Z.')
}

/** From one time of day to another: `22:00-06:00`. */
export const hours = (value: string): { from: string; to: string } => {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(value) ?? []
  if (from !== undefined && to !== undefined) return { from, to }
  throw new InvalidArgumentError('It must be like 22:00-06:00.')
}

/** A UTC day: `2026-01-02`. */
export const day = (value: string): string => {
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value
  throw new InvalidArgumentError('It must be like 2026-01-02.')
}
