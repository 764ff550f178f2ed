/** The only reader of the environment. A bad environment is told whole, before a port opens. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, ENVIRONMENT, parseEnvironment } from './environment.ts'
import type { ErpnextAccess, ErpnextKey } from './erpnext-access.ts'
import type { BedrockCredentials } from './platform/engines/send-to-bedrock.ts'
import type { VertexCredentials } from './platform/engines/send-to-vertex.ts'
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

/** How a model is reached, where one is. */
export interface ModelAccess {
  apiKey: string | null
  oauthToken: string | null
  baseUrl: string
  /** The home of the person whose Claude login may be used. */
  loginHome: string | null
  /** Another than Anthropic that serves it; null where none does. */
  platform?: ModelPlatform | null
}

export type ModelPlatform =
  | (BedrockCredentials & { baseUrl: string })
  | (Omit<VertexCredentials, 'token'> & { baseUrl: string; keyFile: string | null })

/**
 * Reads and checks the environment.
 * @throws ConfigError naming every variable that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const e = parseEnvironment(Environment, env)
  const model = {
    apiKey: e.ANTHROPIC_API_KEY ?? null,
    oauthToken: e.CLAUDE_CODE_OAUTH_TOKEN ?? null,
    baseUrl: e.ANTHROPIC_BASE_URL.replace(/\/$/, ''),
    loginHome: e.INSA_CLAUDE_LOGIN === '1' ? homedir() : null,
    platform: platformOf(e),
  }
  requireAccess(e.INSA_ENGINE, model)
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
    model,
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

/** @throws ConfigError naming what is missing. */
function platformOf(e: z.infer<typeof Environment>): ModelPlatform | null {
  if (e.INSA_MODEL_PLATFORM === 'bedrock') {
    const region = needed(e, 'AWS_REGION')
    return {
      kind: 'bedrock',
      region,
      profile: e.INSA_BEDROCK_PROFILE ? `${e.INSA_BEDROCK_PROFILE.replace(/\.$/, '')}.` : '',
      baseUrl: e.ANTHROPIC_BEDROCK_BASE_URL ?? `https://bedrock-runtime.${region}.amazonaws.com`,
      auth: e.AWS_BEARER_TOKEN_BEDROCK
        ? { apiKey: e.AWS_BEARER_TOKEN_BEDROCK }
        : {
            accessKeyId: needed(e, 'AWS_ACCESS_KEY_ID'),
            secretAccessKey: needed(e, 'AWS_SECRET_ACCESS_KEY'),
            sessionToken: e.AWS_SESSION_TOKEN ?? null,
          },
    }
  }
  if (e.INSA_MODEL_PLATFORM !== 'vertex') return null
  const region = needed(e, 'CLOUD_ML_REGION')
  return {
    kind: 'vertex',
    region,
    project: needed(e, 'ANTHROPIC_VERTEX_PROJECT_ID'),
    baseUrl: e.ANTHROPIC_VERTEX_BASE_URL ?? `https://${vertexHost(region)}/v1`,
    keyFile: e.GOOGLE_APPLICATION_CREDENTIALS ?? null,
  }
}

function vertexHost(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com'
  return region === 'us' || region === 'eu'
    ? `aiplatform.${region}.rep.googleapis.com`
    : `${region}-aiplatform.googleapis.com`
}

function needed<K extends keyof z.infer<typeof Environment>>(
  e: z.infer<typeof Environment>,
  name: K,
): NonNullable<z.infer<typeof Environment>[K]> {
  const value = e[name]
  if (value === undefined || value === null)
    throw new ConfigError(`INSA_MODEL_PLATFORM=${e.INSA_MODEL_PLATFORM} needs ${name}.`)
  return value
}

/** An engine that was asked for by name must have what it needs; `auto` takes what is there. */
function requireAccess(engine: Config['engine'], model: ModelAccess): void {
  if (model.platform) return
  if (engine === 'anthropic-api' && !model.apiKey)
    throw new ConfigError('INSA_ENGINE=anthropic-api needs ANTHROPIC_API_KEY.')
  if (engine === 'claude-code' && !model.apiKey && !model.oauthToken && !model.loginHome)
    throw new ConfigError(
      'INSA_ENGINE=claude-code needs ANTHROPIC_API_KEY, CLAUDE_CODE_OAUTH_TOKEN or, on your own machine, INSA_CLAUDE_LOGIN=1.',
    )
}

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

const ErpnextVariables = z.object({
  ERPNEXT_URL: ENVIRONMENT.ERPNEXT_URL,
  ERPNEXT_API_KEY: ENVIRONMENT.ERPNEXT_API_KEY,
  ERPNEXT_API_SECRET: ENVIRONMENT.ERPNEXT_API_SECRET,
  ERPNEXT_WEBHOOK_SECRET: ENVIRONMENT.ERPNEXT_WEBHOOK_SECRET,
  ERPNEXT_SETUP_KEY: ENVIRONMENT.ERPNEXT_SETUP_KEY,
  ERPNEXT_SETUP_SECRET: ENVIRONMENT.ERPNEXT_SETUP_SECRET,
})

/**
 * What `insa erpnext` works with; null where no site is named.
 * @throws ConfigError naming every variable that is wrong, or the half of a key that is missing.
 */
export function readErpnextAccess(env: NodeJS.ProcessEnv = process.env): ErpnextAccess | null {
  return erpnextAccessOf(parseEnvironment(ErpnextVariables, env))
}

function erpnextAccessOf(e: z.infer<typeof ErpnextVariables>): ErpnextAccess | null {
  if (e.ERPNEXT_URL === undefined) return null
  return {
    url: e.ERPNEXT_URL,
    runtime: keyOf('ERPNEXT_API_', e.ERPNEXT_API_KEY, e.ERPNEXT_API_SECRET),
    setup: keyOf('ERPNEXT_SETUP_', e.ERPNEXT_SETUP_KEY, e.ERPNEXT_SETUP_SECRET),
    webhookSecret: e.ERPNEXT_WEBHOOK_SECRET ?? null,
  }
}

const withoutSetUp = (access: ErpnextAccess | null) => access && { ...access, setup: null }

function keyOf(stem: string, apiKey?: string, apiSecret?: string): ErpnextKey | null {
  if (apiKey !== undefined && apiSecret !== undefined) return { apiKey, apiSecret }
  if (apiKey === undefined && apiSecret === undefined) return null
  throw new ConfigError(`${stem}KEY and ${stem}SECRET belong together: one of them is not set.`)
}

/** For programs that we start: they need PATH, a locale and their own variables as they stand. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
