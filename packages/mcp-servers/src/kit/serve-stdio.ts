/** A server over stdio: one client, which started the process. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createSession } from './create-session.ts'
import { readSettings, type ServerDefinition } from './define-server.ts'
import type { ServerLog } from './server-log.ts'
import { NO_METRICS } from './tool-metrics.ts'

export interface ServeOptions {
  env: Readonly<Record<string, string | undefined>>
  log: ServerLog
}

export interface Served {
  /** Resolves when the client has gone. */
  closed: Promise<void>
  close(): Promise<void>
}

/** @throws SettingsError. */
export async function serveStdio(
  definition: ServerDefinition,
  { env, log }: ServeOptions,
): Promise<Served> {
  const server = await definition.open(readSettings(definition, env) as never, { log })
  const session = createSession({ identity: definition, server, log, metrics: NO_METRICS })
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  session.onclose = () => void (server.close?.() ?? Promise.resolve()).finally(resolve)
  // The SDK's transport does not notice that the client has closed the pipe.
  process.stdin.once('end', () => void session.close())
  process.stdin.once('close', () => void session.close())
  await session.connect(new StdioServerTransport())
  return { closed, close: () => session.close() }
}
