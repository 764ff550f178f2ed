/** Reports in SQL, for administrators: one SELECT over views of their own organization. */
import { z } from 'zod'
import { isStorable } from './common.ts'

/** Longest statement, in UTF-16 code units. */
export const MAX_SQL = 10_000
/** Most rows of one answer. */
export const MAX_REPORT_ROWS = 1_000

/** What can be asked: views of the schema `reports`. */
export const REPORT_VIEWS = [
  'leads',
  'lead_scores',
  'executions',
  'model_calls',
  'approvals',
  'customers',
  'opportunities',
] as const

export const SqlReportInput = z
  .strictObject({
    sql: z.string().trim().min(1).max(MAX_SQL).refine(isStorable, {
      message: 'Text must be valid Unicode without NUL characters.',
    }),
    limit: z.int().min(1).max(MAX_REPORT_ROWS).default(200),
  })
  .meta({ id: 'SqlReportRequest' })
export type SqlReportInput = z.infer<typeof SqlReportInput>

/** A cell: numbers beyond what JSON keeps exactly, and decimals, are strings. */
const Cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
])

export const SqlReport = z
  .strictObject({
    /** Empty where there is no row. */
    columns: z.array(z.string()),
    rows: z.array(z.array(Cell)),
    /** There were more rows than asked for, or than an answer holds. */
    has_more: z.boolean(),
    /** What PostgreSQL's planner thought it would cost, in its own unit. */
    estimated_cost: z.number(),
    duration_ms: z.number(),
  })
  .meta({ id: 'SqlReport' })
export type SqlReport = z.infer<typeof SqlReport>
