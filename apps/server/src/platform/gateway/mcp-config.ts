/** Which MCP servers there are: a file in the format that MCP clients share (`mcpServers`, stdio or Streamable HTTP). */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

interface Named {
  name: string
  /** The longest a call may take, milliseconds. */
  timeoutMs: number
}
export interface StdioServer extends Named {
  transport: 'stdio'
  command: string
  args: string[]
  /** All that the process gets beside PATH and HOME. */
  env: Record<string, string>
}
export interface HttpServer extends Named {
  transport: 'http'
  url: string
  headers: Record<string, string>
}
export type McpServerConfig = StdioServer | HttpServer

export interface McpConfig {
  /** The file that was read; null where there is none. */
  file: string | null
  servers: McpServerConfig[]
  /** Entries that cannot be used, and why. An unreadable file is one without a name. */
  faults: { name: string | null; message: string }[]
}

export interface McpConfigPlace {
  /** As INSA_MCP_CONFIG says: it must be there and make sense. */
  file: string | null
  /** Looked at in this order where nothing is said. */
  candidates: readonly string[]
  /** For `${NAME}` and `${NAME:-default}` in the file. */
  variable: (name: string) => string | undefined
}

/** A call that takes longer is cancelled. Milliseconds; an entry's own `timeout` says otherwise. */
const CALL_TIMEOUT_MS = 60_000

const Texts = z.record(z.string(), z.string())
const Timeout = z.number().int().min(100).max(3_600_000).default(CALL_TIMEOUT_MS)
const Stdio = z.object({
  type: z.literal('stdio').optional(),
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: Texts.default({}),
  timeout: Timeout,
})
const Http = z.object({
  type: z.enum(['http', 'streamable-http', 'streamableHttp']).optional(),
  url: z.url({ protocol: /^https?$/ }),
  headers: Texts.default({}),
  timeout: Timeout,
})
const File = z.object({ mcpServers: z.record(z.string(), z.unknown()) })

/** The middle of a tool's full name, `mcp__<server>__<tool>`: without `__`, or two names could be one. */
const SERVER_NAME = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/
const MAX_SERVER_NAME = 40

/** @param taken names that servers of ours have. @throws McpConfigError when the file that was asked for cannot be used. */
export function readMcpConfig(place: McpConfigPlace, taken: ReadonlySet<string>): McpConfig {
  const file = place.file ?? place.candidates.find((path) => existsSync(path)) ?? null
  if (file === null) return { file, servers: [], faults: [] }
  try {
    return { file, ...parse(readFileSync(file, 'utf8'), place.variable, taken) }
  } catch (error) {
    const message = `${file}: ${error instanceof Error ? error.message : 'cannot be read'}`
    if (place.file !== null) throw new McpConfigError(`INSA_MCP_CONFIG: ${message}`)
    return { file, servers: [], faults: [{ name: null, message }] }
  }
}

export class McpConfigError extends Error {
  override name = 'McpConfigError'
}

function parse(
  text: string,
  variable: McpConfigPlace['variable'],
  taken: ReadonlySet<string>,
): Pick<McpConfig, 'servers' | 'faults'> {
  const document = File.safeParse(JSON.parse(text))
  if (!document.success) throw new Error('there is no object "mcpServers" in it.')
  const servers: McpServerConfig[] = []
  const faults: McpConfig['faults'] = []
  for (const [name, entry] of Object.entries(document.data.mcpServers)) {
    try {
      if (taken.has(name)) throw new Error('a server of ours has this name; choose another.')
      servers.push(parseServer(name, expand(entry, variable)))
    } catch (error) {
      faults.push({ name, message: error instanceof Error ? error.message : 'cannot be used' })
    }
  }
  return { servers, faults }
}

function parseServer(name: string, entry: unknown): McpServerConfig {
  if (!SERVER_NAME.test(name) || name.length > MAX_SERVER_NAME) {
    throw new Error('a name has letters and digits, joined by single "-" or "_".')
  }
  const isHttp = typeof entry === 'object' && entry !== null && 'url' in entry
  const parsed = (isHttp ? Http : Stdio).safeParse(entry)
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '))
  }
  const { timeout: timeoutMs, type: _, ...rest } = parsed.data
  return 'url' in rest
    ? { name, timeoutMs, transport: 'http', ...rest }
    : { name, timeoutMs, transport: 'stdio', ...rest }
}

/** Puts variables in, in every text. @throws for one that is neither set nor has a default. */
function expand(value: unknown, variable: McpConfigPlace['variable']): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_, name: string, other) => {
      const found = variable(name) ?? other
      if (found === undefined) throw new Error(`the variable ${name} is not set.`)
      return found
    })
  }
  if (Array.isArray(value)) return value.map((v) => expand(v, variable))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expand(v, variable)]))
}
