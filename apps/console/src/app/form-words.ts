import { z } from 'zod'

/** A fault as zod tells it, as far as the words need it. */
interface Fault {
  code?: string | undefined
  origin?: string | undefined
  format?: string | undefined
  expected?: string | undefined
  minimum?: unknown
  maximum?: unknown
}

/** What a person reads at the field, where the contract has no words of its own. Undefined leaves zod's. */
function formWords({
  code,
  origin,
  format,
  expected,
  minimum,
  maximum,
}: Fault): string | undefined {
  switch (code) {
    case 'too_small':
      if (origin === 'number') return `Enter ${String(minimum)} or more.`
      return Number(minimum) <= 1
        ? 'Enter something here.'
        : `Enter at least ${String(minimum)} characters.`
    case 'too_big':
      if (origin === 'number') return `Enter ${String(maximum)} or less.`
      return `Enter at most ${String(maximum)} characters.`
    case 'invalid_format':
      return format === 'email' ? 'Enter an e-mail address, like ana@plant.example.' : undefined
    case 'invalid_type':
      return expected === 'number' ? 'Enter a number.' : undefined
    default:
      return undefined
  }
}

/** Gives every form these words. */
export function speakPlainly(): void {
  z.config({ customError: (issue) => formWords(issue as Fault) })
}
