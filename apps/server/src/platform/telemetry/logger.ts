/**
 * The log. For machines: JSON lines with the field names of the Elastic Common Schema, one for every request, tool call, run and mail
 * too. For a person at a terminal: short lines, of what is unusual.
 */
import { ecsFormat } from '@elastic/ecs-pino-format'
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import pretty from 'pino-pretty'
import { VERSION } from '../../version.ts'

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

/** @param terminal a person reads it: pretty lines instead of JSON. */
export function createLogger(
  level: string,
  terminal: boolean,
  destination: DestinationStream = pino.destination(1),
): Logger {
  const options = { level, redact: { paths: REDACTED, censor: '[redacted]' } }
  if (!terminal) return pino({ ...options, ...elasticFields() }, destination)
  return pino(
    { ...options, base: null, hooks: { logMethod: withoutTrail } },
    pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }),
  )
}

/**
 * Marks a line of the trail: that something happened as it should, and how it went. Nobody reads these at a terminal.
 * @param action of ECS' `event.action`: `http-request`.
 * @param traceId the correlation id; null where the line has it already.
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
}): Fields => ({
  'trace.id': run.correlation_id,
  'labels.execution': run.id,
  'labels.agent_type': run.agent_type,
})

const withoutTrail: LogMethod = function (args, method) {
  const [fields] = args as unknown[]
  const isTrail = typeof fields === 'object' && fields !== null && 'event.kind' in fields
  if (!isTrail) method.apply(this, args)
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
