/** A folder for a double: its config, its book, its tools. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tool } from '@modelcontextprotocol/sdk/types.js'
import { DOUBLE_TOOLS } from './double-tools.ts'
import { type DoubleFiles, doubleFiles } from './mcp-double.ts'

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))

export interface DoubleSite {
  files: DoubleFiles
  /** A config that names the double as `double`, over stdio. */
  config: string
  /** Changes what it lists from now on. */
  list: (change: (tools: Tool[]) => Tool[]) => void
  /** What it did, oldest first, without reads. */
  effects: () => Record<string, unknown>[]
  /** All that it was asked to do. */
  calls: () => { tool?: string; cancelled?: string; args?: Record<string, unknown> }[]
  /** Writes another config. @returns its path. */
  writeConfig: (mcpServers: object) => string
  remove: () => void
}

export function doubleSite(env: Record<string, string> = {}): DoubleSite {
  const folder = mkdtempSync(join(tmpdir(), 'insa-double-'))
  const files = doubleFiles(folder)
  const calls = () =>
    existsSync(files.book)
      ? readFileSync(files.book, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line))
      : []
  const writeConfig = (mcpServers: object) => {
    const path = join(folder, 'mcp.json')
    writeFileSync(path, JSON.stringify({ mcpServers }))
    return path
  }
  const isRead = (name: string | undefined) =>
    DOUBLE_TOOLS.some((t) => t.name === name && t.annotations?.readOnlyHint === true)
  return {
    files,
    config: writeConfig({ double: { command: process.execPath, args: [PROGRAM, folder], env } }),
    list: (change) => writeFileSync(files.tools, JSON.stringify(change([...DOUBLE_TOOLS]))),
    calls,
    effects: () => calls().filter((c) => c.tool !== undefined && !isRead(c.tool)),
    writeConfig,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
