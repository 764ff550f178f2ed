/** A server's log: JSON lines on stderr, for stdout carries the protocol and nothing else. */

/** From the quietest to the loudest, as MCP names them. */
export const LOG_LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type WriteLog = (message: string, data?: Record<string, unknown>) => void

/** What a tool logs with. */
export interface CallLog {
  debug: WriteLog
  info: WriteLog
  warning: WriteLog
  error: WriteLog
}

export interface ServerLog {
  write(level: LogLevel, message: string, data?: Record<string, unknown>): void
}

export const isAtLeast = (level: LogLevel, threshold: LogLevel): boolean =>
  LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(threshold)

/** @param write takes one line, with its end. */
export const createServerLog = (
  server: string,
  threshold: LogLevel,
  write: (line: string) => void,
): ServerLog => ({
  write(level, message, data) {
    if (!isAtLeast(level, threshold)) return
    const time = new Date().toISOString()
    write(`${JSON.stringify({ time, level, server, message, ...data })}\n`)
  },
})

/** How `LOG_LEVEL` of the rest of the program reads here. */
const PINO_LEVELS: Record<string, LogLevel> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  error: 'error',
  fatal: 'critical',
  silent: 'emergency',
}

export const logLevelOf = (level: string | undefined): LogLevel =>
  PINO_LEVELS[level ?? 'info'] ?? 'info'
