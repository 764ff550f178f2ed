/** The only reader of the environment. A bad environment is told whole, before a port opens. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { ENVIRONMENT } from './environment.ts'
import {
  ERPNEXT_VARIABLES,
  type ErpnextAccess,
  erpnextAccessOf,
  withoutSetUp,
} from './erpnext-access.ts'
import { type ModelAccess, modelAccessOf } from './model-access.ts'
import { ConfigError, parseEnvironment } from './parse-environment.ts'
import type { McpConfigPlace } from './platform/gateway/mcp-config.ts'
import { type Patience, patienceOf } from './platform/processes/patience.ts'
import type { Collector } from './platform/telemetry/create-tracing.ts'

const Environment = z.object(ENVIRONMENT)

export interface Config {
  port: number
  host: string
  publicUrl: string | null
  dataDir: string
  databaseUrl: string | null
  /** Of the pool, and other ways to the same data. */
  postgres: { poolSize: number; migrationUrl: string | null; replicaUrl: string | null }
  redisUrl: string | null
  admin: { email: string; password: string | null; apiKey: string | null }
  engine: 'auto' | 'claude-code' | 'anthropic-api' | 'baseline'
  model: ModelAccess
  smtpUrl: string | null
  mailFrom: string
  logLevel: string
  /** null: nobody is told of errors but our own database. */
  sentryDsn: string | null
  /** null: no traces are made. */
  collector: Collector | null
  secretKey: string | null
  concurrency: number
  patience: Patience
  /** Of a process that serves nothing else. */
  healthPort: number | null
  /** Whether the models' cache is kept from going cold. */
  keepWarm: boolean
  metricsToken: string | null
  /** ERPNext for what runs; without the key for set-up. Null where no site is named. */
  erpnext: ErpnextAccess | null
  mcp: McpConfigPlace
  /** What every program that we start gets, beside what is named for it: PATH and HOME. */
  childEnvironment: Record<string, string>
}

/**
 * Reads and checks the environment.
 * @throws ConfigError naming every variable that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const e = parseEnvironment(Environment, env)
  if (e.REDIS_URL && !e.DATABASE_URL)
    throw new ConfigError('REDIS_URL needs DATABASE_URL: the embedded database is for one process.')
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.INSA_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    dataDir: resolve(e.INSA_DATA_DIR),
    databaseUrl: e.DATABASE_URL ?? null,
    postgres: {
      poolSize: e.INSA_DATABASE_POOL,
      migrationUrl: e.DATABASE_MIGRATION_URL ?? null,
      replicaUrl: e.DATABASE_REPLICA_URL ?? null,
    },
    redisUrl: e.REDIS_URL ?? null,
    admin: {
      email: e.INSA_ADMIN_EMAIL.toLowerCase(),
      password: e.INSA_ADMIN_PASSWORD ?? null,
      apiKey: e.INSA_ADMIN_API_KEY ?? null,
    },
    engine: e.INSA_ENGINE,
    model: modelAccessOf(e),
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.MAIL_FROM,
    logLevel: e.LOG_LEVEL,
    sentryDsn: e.SENTRY_DSN ?? null,
    collector: collectorOf(e),
    secretKey: e.INSA_SECRET_KEY ?? null,
    concurrency: e.INSA_CONCURRENCY,
    patience: patienceOf(e.INSA_LEASE_SECONDS),
    healthPort: e.INSA_HEALTH_PORT ?? null,
    keepWarm: e.INSA_KEEP_WARM === '1',
    metricsToken: e.INSA_METRICS_TOKEN ?? null,
    erpnext: withoutSetUp(erpnextAccessOf(e)),
    mcp: {
      file: e.INSA_MCP_CONFIG === undefined ? null : resolve(e.INSA_MCP_CONFIG),
      candidates: [resolve(MCP_FILE), ...(env.HOME ? [resolve(env.HOME, MCP_FILE)] : [])],
      variable: (name) => env[name],
    },
    childEnvironment: Object.fromEntries(
      CHILD_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
  }
}

function collectorOf(e: z.infer<typeof Environment>): Collector | null {
  const base = e.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, '')
  const url = e.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`)
  if (!url || e.OTEL_SDK_DISABLED === 'true') return null
  return { url, protocol: e.OTEL_EXPORTER_OTLP_PROTOCOL }
}

const MCP_FILE = '.mcp.json'
const CHILD_VARIABLES = ['PATH', 'HOME']

/** What `insa mcp serve` reads; the server that is served picks its own settings from `variables`. */
export interface McpEnvironment {
  token: string | null
  logLevel: string
  variables: Readonly<Record<string, string | undefined>>
}

const McpVariables = z.object({
  INSA_MCP_TOKEN: ENVIRONMENT.INSA_MCP_TOKEN,
  LOG_LEVEL: ENVIRONMENT.LOG_LEVEL,
})

/** @throws ConfigError naming every variable that is wrong. */
export function readMcpEnvironment(env: NodeJS.ProcessEnv = process.env): McpEnvironment {
  const { INSA_MCP_TOKEN, LOG_LEVEL } = parseEnvironment(McpVariables, env)
  return { token: INSA_MCP_TOKEN ?? null, logLevel: LOG_LEVEL, variables: env }
}

/**
 * What `insa erpnext` works with; null where no site is named.
 * @throws ConfigError naming every variable that is wrong, or the half of a key that is missing.
 */
export function readErpnextAccess(env: NodeJS.ProcessEnv = process.env): ErpnextAccess | null {
  return erpnextAccessOf(parseEnvironment(z.object(ERPNEXT_VARIABLES), env))
}

/** For programs that we start: they need PATH, a locale and their own variables as they stand. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
