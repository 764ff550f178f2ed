/** Where a command's words go: the result to stdout, everything about the work to stderr. */
import type { CliConfig } from './config.ts'
import { type Column, formatTable } from './format-table.ts'
import { type Paint, painter } from './format-text.ts'

export interface Output {
  /** `--json`: stdout carries JSON and nothing else. */
  isJson: boolean
  /** The width that text on stdout may take. */
  width: number
  now: () => number
  /** Colours for stdout. */
  paint: Paint
  /** A line of the result. */
  line: (text?: string) => void
  table: <T>(rows: readonly T[], columns: readonly Column<T>[]) => void
  json: (value: unknown) => void
  /** One JSON value on a line of its own. */
  jsonLine: (value: unknown) => void
  /** A line about the work, on stderr. */
  note: (text: string) => void
}

export function createOutput(config: CliConfig, isJson: boolean): Output {
  const { stdout, stderr } = config
  const paint = painter(config, stdout)
  const line = (text = '') => {
    stdout.write(`${text}\n`)
  }
  return {
    isJson,
    width: config.columns,
    now: config.now,
    paint,
    line,
    table: (rows, columns) => line(formatTable(rows, columns, { width: config.columns, paint })),
    json: (value) => line(JSON.stringify(value, null, 2)),
    jsonLine: (value) => line(JSON.stringify(value)),
    note: (text) => {
      stderr.write(`${text}\n`)
    },
  }
}
