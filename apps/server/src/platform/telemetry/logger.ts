/** The log: JSON lines for machines, short lines for a person at a terminal. */
import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'

/** Never logged, wherever they appear. */
const REDACTED = [
  '*.password',
  '*.token',
  '*.key',
  '*.secret',
  'headers.authorization',
  'headers.cookie',
]

/** @param terminal a person reads it: pretty lines instead of JSON. */
export function createLogger(level: string, terminal: boolean): Logger {
  const options = { level, redact: { paths: REDACTED, censor: '[redacted]' }, base: null }
  return terminal
    ? pino(options, pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }))
    : pino(options)
}
