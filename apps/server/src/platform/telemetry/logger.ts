/**
 * The log. For machines: JSON lines with the field names of the Elastic Common Schema, one for every request, tool call, run and mail
 * too. For a person at a terminal: short lines, of what is unusual.
 */
import { ecsFormat } from '@elastic/ecs-pino-format'
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import pretty from 'pino-pretty'
import { VERSION } from '../../version.ts'
import { traceIdOfRow } from './trace-context.ts'

/** Never logged, wherever they appear. */
const REDACTED = [
  '*.password',
  '*.token',
  '*.key',
  '*.secret',
  'headers.authorization',
  'headers.cookie',
]

type Fields = Record<string, unknown>
type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>

/** An error of a log line of level error and above: what failed, and the line's fields with those of its logger. */
export type OnError = (error: unknown, what: string, fields: Fields) => void

/**
 * @param terminal a person reads it: pretty lines instead of JSON.
 * @param onError told of every error, at whatever level lines are written.
 */
export function createLogger(
  level: string,
  terminal: boolean,
  destination: DestinationStream = pino.destination(1),
  onError?: OnError,
): Logger {
  const hooks = { logMethod: listening(level, terminal, onError) }
  const redact = { paths: REDACTED, censor: '[redacted]' }
  const options = { level: onError ? atLeastErrors(level) : level, redact, hooks }
  if (!terminal) return pino({ ...options, ...elasticFields() }, destination)
  return pino(
    { ...options, base: null },
    pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }),
  )
}

const ERROR = pino.levels.values.error ?? 50
/** `silent` is not among them. */
const rankOf = (level: string) => pino.levels.values[level] ?? Number.POSITIVE_INFINITY
const atLeastErrors = (level: string) => (rankOf(level) > ERROR ? 'error' : level)

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** Tells of errors, then writes what is to be written. */
function listening(level: string, terminal: boolean, onError: OnError | undefined): LogMethod {
  const least = rankOf(level)
  return function (args, method, lineLevel) {
    const [fields, words] = args as unknown[]
    if (onError && lineLevel >= ERROR && isFields(fields) && 'err' in fields)
      onError(fields.err, String(words), { ...this.bindings(), ...fields })
    if (lineLevel < least || (terminal && isFields(fields) && 'event.kind' in fields)) return
    method.apply(this, args)
  }
}

/**
 * Marks a line of the trail: that something happened as it should, and how it went. Nobody reads these at a terminal.
 * @param action of ECS' `event.action`: `http-request`.
 * @param traceId null where the line has it already, or there is none.
 */
export const trail = (action: string, traceId: string | null, durationMs?: number): Fields => ({
  'event.kind': 'event',
  'event.action': action,
  ...(traceId === null ? {} : { 'trace.id': traceId }),
  // ECS counts nanoseconds.
  ...(durationMs === undefined ? {} : { 'event.duration': Math.round(durationMs * 1e6) }),
})

/** For a logger of one run: every line of it tells whose it is. (What a child logger is given is written as it is.) */
export const runLabels = (run: {
  id: string
  correlation_id: string
  agent_type: string
  traceparent: string | null
}): Fields => {
  const traceId = traceIdOfRow(run)
  return {
    'trace.id': traceId,
    ...(traceId === run.correlation_id ? {} : { 'labels.correlation_id': run.correlation_id }),
    'labels.execution': run.id,
    'labels.agent_type': run.agent_type,
  }
}

function elasticFields(): LoggerOptions {
  const ecs = ecsFormat({ serviceName: 'insa-crm', serviceVersion: VERSION, apmIntegration: false })
  return {
    ...ecs,
    formatters: {
      ...ecs.formatters,
      bindings: (bindings) => labelled(ecs.formatters?.bindings?.(bindings) ?? bindings),
      log: (fields) => labelled(ecs.formatters?.log?.(fields) ?? fields),
    },
  }
}

/** Fields that are our own stand under `labels`: a name of theirs with another meaning would be refused by an index. */
const labelled = (fields: object): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      ECS_GROUPS.has(name.split('.')[0] ?? '') ? [name, value] : [`labels.${name}`, text(value)],
    ),
  )

const ECS_GROUPS = new Set(
  'ecs error event host http labels log message process service trace url user'.split(' '),
)

/** Labels are keywords. */
const text = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value
