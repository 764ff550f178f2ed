/** `insa mcp` and `insa mcp serve NAME`: our MCP servers, for the clients that start them or reach them over HTTP. */
import type { Served, ServedHttp, ServerDefinition, ServerLog } from '@insa/mcp-servers'
import { Command, InvalidArgumentError } from 'commander'
import type { McpEnvironment } from '../config.ts'

interface ConnectionOptions {
  url?: string
  key?: string
}

interface ServeOptions extends ConnectionOptions {
  http?: boolean
  port?: number
  host?: string
  allowedHost?: string[]
}

const DEFAULT_PORT = 9101

/** Loads no more than the command line needs: a client waits for its server to start. */
export function mcpCommand(): Command {
  const mcp = new Command('mcp').description(
    'MCP servers: INSA CRM itself over stdio, or `serve NAME`',
  )
  withConnection(mcp).action((options: ConnectionOptions) => serve('platform', options))
  const serving = new Command('serve')
    .description('serve one of our MCP servers, over stdio or, with --http, at /mcp')
    .argument('<name>', 'which one; an unknown name lists them')
    .option('--http', 'Streamable HTTP instead of stdio')
    .option('--port <n>', `port, 0 picks a free one (${DEFAULT_PORT} unless said)`, readPort)
    .option('--host <address>', 'address to listen on; anything but loopback needs INSA_MCP_TOKEN')
    .option('--allowed-host <name...>', 'a name that clients reach it by, as behind a proxy')
  // `mcp` itself knows --url and --key, too; commander gives them to whom they were written behind.
  withConnection(serving).action((name: string, options: ServeOptions) =>
    serve(name, { ...mcp.opts(), ...options }),
  )
  return mcp.enablePositionalOptions().addCommand(serving)
}

const withConnection = (command: Command) =>
  command
    .option('--url <address>', 'where INSA CRM is (else INSA_URL)')
    .option('--key <key>', 'API key (else INSA_API_KEY, which other users cannot see)')

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

async function serve(name: string, options: ServeOptions): Promise<void> {
  const [servers, { readMcpEnvironment }] = await Promise.all([
    import('@insa/mcp-servers'),
    import('../config.ts'),
  ])
  const environment = readMcpEnvironment()
  const load = servers.SERVERS[name]
  if (!load) {
    const names = Object.keys(servers.SERVERS).join(', ')
    throw new servers.SettingsError(`There is no MCP server ${name}. There are: ${names}.`)
  }
  const env = {
    ...environment.variables,
    ...(options.url ? { INSA_URL: options.url } : {}),
    ...(options.key ? { INSA_API_KEY: options.key } : {}),
  }
  const log = servers.createServerLog(name, servers.logLevelOf(environment.logLevel), (line) =>
    process.stderr.write(line),
  )
  const definition = await load()
  const served = options.http
    ? await overHttp(definition, options, environment, { env, log })
    : await servers.serveStdio(definition, { env, log })
  closeOnSignals(served)
  await served.closed
}

async function overHttp(
  definition: ServerDefinition,
  options: ServeOptions,
  { token }: McpEnvironment,
  base: { env: Record<string, string | undefined>; log: ServerLog },
): Promise<ServedHttp> {
  const { serveHttp } = await import('@insa/mcp-servers')
  const served = await serveHttp(definition, {
    ...base,
    token,
    port: options.port ?? DEFAULT_PORT,
    ...(options.host ? { host: options.host } : {}),
    ...(options.allowedHost ? { hosts: options.allowedHost } : {}),
  })
  process.stdout.write(`${definition.title} as an MCP server: ${served.url}\n`)
  return served
}

function closeOnSignals(served: Served): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void served.close())
  }
}
