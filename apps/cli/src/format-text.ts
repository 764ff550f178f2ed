/** Words made fit for a terminal. What leads wrote may hold escape sequences: they are never passed on. */
import { styleText } from 'node:util'
import type { CliConfig, TextStream } from './config.ts'

// Controls but the line feed, bidirectional overrides and isolates: they move the cursor, recolour, or reorder what is read.
const UNSAFE = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** One line without control characters. */
export const printable = (text: string): string =>
  text.replace(/\s+/gu, ' ').replace(UNSAFE, '\ufffd').trim()

/** As `printable`, but lines stay lines. */
export const printableLines = (text: string): string =>
  text.replace(/\r\n?/gu, '\n').replace(/\t/gu, '  ').replace(UNSAFE, '\ufffd')

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Paint = (style: Style, text: string) => string

/** Colours where the stream is a terminal and nobody asked for none; elsewhere the bare text. */
export function painter(config: CliConfig, stream: TextStream): Paint {
  if (!stream.isTTY || !config.colorAllowed) return (_, text) => text
  return (style, text) => styleText(style, text, { validateStream: false })
}

/** `14,200`: the same digits whatever the machine's locale. */
export const formatCount = (value: number): string => value.toLocaleString('en')

/** `1 lead`, `2 leads`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`
