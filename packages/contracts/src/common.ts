/** Shapes that every endpoint shares: ids, times, problem details (RFC 9457), pages. */
import { z } from 'zod'

/** PostgreSQL text cannot hold NUL, and a lone surrogate is not Unicode text: refused at the edge, by name. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** UUIDv7, made in code. */
export const Uuid = z.uuid()

/** ISO 8601 instant in UTC, with milliseconds. */
export const Instant = z.iso.datetime()

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
