/** Shapes that every endpoint shares: ids, times, problem details (RFC 9457), pages. */
import { z } from 'zod'

/** PostgreSQL text cannot hold NUL, and a lone surrogate is not Unicode text: refused at the edge, by name. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** Text of one to `max` UTF-16 code units; blanks around it are dropped. */
export const boundedText = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, {
    message: 'Text must be valid Unicode without NUL characters.',
  })

/** UUIDv7, made in code. */
export const Uuid = z.uuid()

/** ISO 8601 instant in UTC, with milliseconds. */
export const Instant = z.iso.datetime()

/** PostgreSQL knows no year 0. */
const isKnownYear = (text: string) => !text.startsWith('0000')
const YEAR_ZERO = 'There is no year 0.'

/** An instant that a caller writes. */
export const InstantInput = Instant.refine(isKnownYear, { message: YEAR_ZERO })

/** A day of the calendar, `2027-03-31`. */
export const Day = z.iso.date().refine(isKnownYear, { message: YEAR_ZERO })

/** A sum of money as decimal text, never a float: at most 13 digits and two decimals. */
export const Amount = z.string().regex(/^\d{1,13}(\.\d{1,2})?$/, {
  message: 'Write the amount with digits and at most two decimals, such as 125000.00.',
})

/** ISO 4217 code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, {
  message: 'Write the currency as its three capital letters, such as USD.',
})

/** One fault of a bad input, by the path of the field (`message`, `rows.17.email_id`). */
export const FieldProblem = z
  .strictObject({ path: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'FieldProblem' })
export type FieldProblem = z.infer<typeof FieldProblem>

/** Every error answer of the API: RFC 9457 problem details with a stable, dotted `code`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    correlation_id: z.string(),
    errors: z.array(FieldProblem).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** A list answer. `next_cursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() })

export interface Page<T> {
  data: T[]
  next_cursor: string | null
}

/** Query parameters of every list. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Opaque; it may carry a name of 140 characters. */
  cursor: z.string().max(4_000).optional(),
})
export type ListQuery = z.infer<typeof ListQuery>
