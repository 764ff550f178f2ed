/** Errors that nobody expected, of the server and of the console in the browser, as groups. */
import { z } from 'zod'
import { boundedText, Instant, ListQuery, Uuid } from './common.ts'

/**
 * `request`: answering one, 5xx. `agent`: an attempt at an execution. `background`: sweeps, duties, the mailer. `process`: what
 * ended a process. `browser`: the console, as it tells itself.
 */
export const ErrorOrigin = z.enum(['request', 'agent', 'background', 'process', 'browser'])
export type ErrorOrigin = z.infer<typeof ErrorOrigin>

/** `resolved` becomes `open` again when it happens again; `ignored` is counted and stays where it is. */
export const ErrorStatus = z.enum(['open', 'resolved', 'ignored'])
export type ErrorStatus = z.infer<typeof ErrorStatus>

export const ErrorFrame = z.strictObject({
  function: z.string().nullable(),
  /** From the program's own directory on; of a library from `node_modules/` on. */
  file: z.string(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  /** Whether it is our own code. */
  in_app: z.boolean(),
})
export type ErrorFrame = z.infer<typeof ErrorFrame>

/** One error of a chain: itself first, then what caused it. */
export const ThrownError = z.strictObject({
  type: z.string(),
  /** Of Node.js, PostgreSQL, our own. */
  code: z.string().nullable(),
  /** Without what it may say of people: mail addresses, numbers, ids and quoted text are replaced. */
  message: z.string(),
  /** Innermost first. */
  frames: z.array(ErrorFrame),
})
export type ThrownError = z.infer<typeof ThrownError>

const group = {
  id: Uuid,
  status: ErrorStatus,
  origin: ErrorOrigin,
  type: z.string(),
  message: z.string(),
  /** The route, the agent, the duty, the console's page. */
  where: z.string(),
  first_seen_at: Instant,
  last_seen_at: Instant,
  /** In all. */
  count: z.int(),
  /** Of the last 24 hours, the oldest first; the last is the hour that runs. */
  hours: z.array(z.int()),
  /** When it happened again after somebody had resolved it. */
  reopened_at: Instant.nullable(),
  /** Who resolved or ignored it. */
  decided_by: z.string().nullable(),
  decided_at: Instant.nullable(),
}

export const ErrorGroup = z.strictObject(group).meta({ id: 'ErrorGroup' })
export type ErrorGroup = z.infer<typeof ErrorGroup>

export const ErrorGroupDetail = z
  .strictObject({
    ...group,
    /** Versions of the program that it was seen in, and processes by role and host: the last ten of each. */
    versions: z.array(z.string()),
    processes: z.array(z.string()),
    /** The last one that was seen. */
    sample: z.strictObject({
      at: Instant,
      /** What failed, in words. */
      what: z.string(),
      /** Of its log lines; and the execution, where there is one. */
      trace_id: z.string().nullable(),
      execution_id: z.string().nullable(),
      chain: z.array(ThrownError),
    }),
  })
  .meta({ id: 'ErrorGroupDetail' })
export type ErrorGroupDetail = z.infer<typeof ErrorGroupDetail>

export const ErrorSort = z.enum(['-last_seen_at', '-count'])
export type ErrorSort = z.infer<typeof ErrorSort>

export const ErrorListQuery = ListQuery.extend({
  status: ErrorStatus.optional(),
  origin: ErrorOrigin.optional(),
  sort: ErrorSort.default('-last_seen_at'),
})
export type ErrorListQuery = z.infer<typeof ErrorListQuery>

export const ErrorDecision = z.strictObject({ status: ErrorStatus }).meta({ id: 'ErrorDecision' })
export type ErrorDecision = z.infer<typeof ErrorDecision>

/** An error in the console, as the browser tells it. */
export const BrowserError = z
  .strictObject({
    type: boundedText(100),
    message: z.string().max(1_000),
    /** As the browser wrote it. */
    stack: z.string().max(6_000).nullable(),
    /** The page's path without what was asked: `/leads/$id`. */
    page: boundedText(200),
  })
  .meta({ id: 'BrowserError' })
export type BrowserError = z.infer<typeof BrowserError>
