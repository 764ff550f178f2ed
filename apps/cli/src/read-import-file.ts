/** Reads what is to be imported, and refuses what cannot be text before any of it travels. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'

export const IMPORT_FORMATS = ['csv', 'json', 'jsonl'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

type ImportInput = { format: 'csv'; text: string } | { format: 'json'; rows: unknown[] }

interface Source {
  format: ImportFormat | undefined
  stdin: AsyncIterable<Uint8Array>
}

export async function readImportFile(file: string, source: Source): Promise<ImportInput> {
  const text = decode(file === '-' ? await buffer(source.stdin) : await readBytes(file), file)
  if (text.trim() === '') throw refused(`${nameOf(file)} is empty.`)
  const format = source.format ?? guessFormat(file, text)
  if (format === 'csv') return { format, text }
  const rows = format === 'json' ? parseArray(text, file) : parseLines(text, file)
  return { format: 'json', rows }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined
    if (reason === 'ENOENT') throw refused(`There is no file ${file}.`)
    if (reason === 'EISDIR') throw refused(`${file} is a folder.`)
    if (reason === 'EACCES') throw refused(`${file} may not be read.`)
    throw error
  }
}

/** UTF-8, and nothing that merely looks like it: a wrong encoding would import wrong names. Drops the byte-order mark. */
function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused(`${nameOf(file)} is not UTF-8. Save it as "CSV UTF-8" and try again.`)
  }
}

function guessFormat(file: string, text: string): ImportFormat {
  if (/\.csv$/i.test(file)) return 'csv'
  if (/\.json$/i.test(file)) return 'json'
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl'
  const first = text.trimStart()[0]
  if (first === '{') return 'jsonl'
  return first === '[' ? 'json' : 'csv'
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refused(`${name} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** One JSON value a line, as `insa leads export --json` writes them; blank lines count for nothing. */
const parseLines = (text: string, file: string): unknown[] =>
  text
    .split('\n')
    .map((line, index) => ({ line, name: `${nameOf(file)}, line ${index + 1},` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, name }) => parseJson(line, name))

function parseArray(text: string, file: string): unknown[] {
  const value = parseJson(text, nameOf(file))
  if (Array.isArray(value)) return value
  throw refused(`${nameOf(file)} must hold a JSON array of leads.`)
}

const nameOf = (file: string) => (file === '-' ? 'The input' : file)

const refused = (message: string) => new CliError(message, { exitCode: EXIT.invalidInput })
