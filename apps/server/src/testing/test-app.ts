/** The whole program, wired by compose.ts as in production, listening on a free port, with two organizations in it. */
import { Writable } from 'node:stream'
import type { InjectOptions } from 'fastify'
import { compose, type Program } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../platform/database/database.ts'
import type { ModelMeter } from '../platform/engines/model-meter.ts'
import { createErrorBuffer } from '../platform/errors/error-buffer.ts'
import { reportFromLog } from '../platform/errors/report-from-log.ts'
import type { AgentDefinition } from '../platform/runtime/agent.ts'
import type { Defences } from '../platform/safety/defences.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { type DatabaseKind, openTestDatabase } from './test-database.ts'
import { insertTestOrganization, type TestOrganization } from './test-organizations.ts'

export interface TestAppOptions {
  /** Default: the embedded one. A database that is handed in stays open. */
  database?: DatabaseKind | Database
  config?: Partial<Config>
  /** Default: true. Without workers nothing queued is run. */
  working?: boolean
  /** Default: the ledger. */
  meter?: ModelMeter
  /** Those that stand. Default: all. */
  defences?: Defences
  /** Agents beside our own. */
  agents?: readonly AgentDefinition[]
  /** The time that the exchange with ERPNext goes by. */
  now?: () => Date
}

export interface TestCall {
  method?: NonNullable<InjectOptions['method']>
  /** An API key; without it the call is anonymous. */
  key?: string
  body?: unknown
  headers?: Record<string, string>
}

export interface TestAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on it; a wrong path shows as a failed expectation
  body: any
  headers: Record<string, string>
}

export interface TestApp extends StartedProgram {
  database: Database
  acme: TestOrganization
  globex: TestOrganization
  /** One raw request, for what the typed client would not send. */
  request(path: string, call?: TestCall): Promise<TestAnswer>
}

export async function testApp({
  database: wanted = 'pglite',
  config = {},
  working = true,
  meter,
  defences,
  agents = [],
  now,
}: TestAppOptions = {}): Promise<TestApp> {
  const own = typeof wanted === 'string'
  const database = own ? await openTestDatabase(wanted) : wanted
  // The program closes its database with itself; what the test handed in lives on.
  const started = await startProgram(
    own ? database : { ...database, close: async () => undefined },
    {
      config,
      working,
      ...(meter ? { meter } : {}),
      ...(defences ? { defences } : {}),
      agents,
      ...(now ? { now } : {}),
    },
  )
  return {
    ...started,
    database,
    acme: await insertTestOrganization(database, 'Acme', started.url),
    globex: await insertTestOrganization(database, 'Globex', started.url),
    request: requestsTo(started.program),
  }
}

export interface StartedProgram {
  program: Program
  /** Where it listens. */
  url: string
  /** Log lines of level error and above, or of `logLevel`, as they were written. */
  errors: string[]
  close(): Promise<void>
}

/** The program on a database that may hold something already: a second start. */
export async function startProgram(
  database: Database,
  {
    config = {},
    working = true,
    meter,
    defences,
    agents = [],
    now,
  }: Omit<TestAppOptions, 'database'> = {},
): Promise<StartedProgram> {
  const errors: string[] = []
  const met = createErrorBuffer()
  let url = ''
  const program = await compose({
    config: { ...readConfig({}), logLevel: 'error', mcp: NO_MCP_SERVERS, ...config },
    database,
    logger: createLogger(config.logLevel ?? 'error', false, intoArray(errors), reportFromLog(met)),
    errors: met,
    secret: 'a secret of this test, long enough to sign with',
    publicUrl: () => url,
    ...(meter ? { meter } : {}),
    ...(defences ? { defences } : {}),
    moreAgents: agents,
    ...(now ? { now } : {}),
  })
  const close = () => program.close(0)
  try {
    url = await program.app.listen({ port: 0, host: '127.0.0.1' })
    if (working) await program.startWorking()
  } catch (error) {
    await close()
    throw error
  }
  return { program, url, errors, close }
}

/** Not the ones that whoever runs the tests has set up. */
const NO_MCP_SERVERS = { file: null, candidates: [], variable: () => undefined }

const intoArray = (lines: string[]) =>
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })

const requestsTo =
  ({ app }: Program): TestApp['request'] =>
  async (path, { method, key, body, headers } = {}) => {
    const response = await app.inject({
      url: path,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
    })
    // Not of lines of JSON.
    const isJson = /[/+]json/.test(String(response.headers['content-type']))
    return {
      status: response.statusCode,
      body: isJson ? response.json() : response.body,
      headers: response.headers as Record<string, string>,
    }
  }
