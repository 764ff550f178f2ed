/** A server: its name, what it needs to know, and its tools. Served over stdio and HTTP from this one definition. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { ServerCapabilities } from '@modelcontextprotocol/sdk/types.js'
import type { z } from 'zod'
import type { Tool } from './define-tool.ts'
import type { ServerLog } from './server-log.ts'

/** What a server says of itself when a client connects. */
export interface ServerIdentity {
  /** As in `mcp__<name>__<tool>`. */
  name: string
  title: string
  version: string
  /** For a model: what this server is for and how its tools go together. A few lines. */
  instructions?: string
}

export interface OpenServer {
  tools: readonly Tool[]
  /** What the server has beside tools: resources, prompts. Called for every session. */
  extend?: { capabilities: ServerCapabilities; mount(server: Server): void }
  /** Lets go of what `open` made. */
  close?(): Promise<void>
}

export interface ServerDefinition<S extends z.ZodObject = z.ZodObject> extends ServerIdentity {
  /** The environment variables that it reads, each with a description: a z.object. */
  settings: S
  /** Makes the tools. Connects to nothing: a back end that is away is told by the tool that needs it. */
  open(settings: z.output<S>, host: { log: ServerLog }): OpenServer | Promise<OpenServer>
}

/** Keeps the types of a server's settings while it is declared. */
export const defineServer = <S extends z.ZodObject>(
  definition: ServerDefinition<S>,
): ServerDefinition => definition as unknown as ServerDefinition

/** Told in words at the start, not as a stack. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** @throws SettingsError with every variable that is missing or wrong, and what it is for. */
export function readSettings(
  definition: ServerDefinition,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const { settings, name } = definition
  const known = Object.keys(settings.shape)
  // An empty variable is one that is not set.
  const given = Object.fromEntries(known.map((key) => [key, env[key] || undefined]))
  const parsed = settings.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => {
    const variable = issue.path.join('.')
    const about = settings.shape[variable]?.description
    const isMissing = given[variable] === undefined
    return `  ${variable}: ${isMissing ? 'is not set' : issue.message}${about ? ` (${about})` : ''}`
  })
  throw new SettingsError(`The MCP server ${name} cannot start:\n${faults.join('\n')}`)
}
