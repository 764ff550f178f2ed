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
