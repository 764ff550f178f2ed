/** The only reader of the environment. A bad environment is told whole, before a port opens. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { ErpnextAccess, ErpnextKey } from './erpnext-access.ts'
import type { BedrockCredentials } from './platform/engines/send-to-bedrock.ts'
import type { VertexCredentials } from './platform/engines/send-to-vertex.ts'
import type { McpConfigPlace } from './platform/gateway/mcp-config.ts'

const text = () => z.string().min(1).optional()
const address = () => z.url({ protocol: /^https?$/ }).optional()

/** Every variable, with the words that `.env.example` shows. */
export const ENVIRONMENT = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port of the API and the console; 0 picks a free one.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Anything but loopback needs TLS in front.'),
  INSA_PUBLIC_URL: z
    .url()
    .optional()
    .describe('The address people type, for links in mails. Default: http://localhost:PORT.'),
  INSA_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Where the embedded mode keeps its data.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 16 or newer; without it, PGlite in INSA_DATA_DIR.'),
  INSA_ADMIN_EMAIL: z
    .email()
    .default('admin@example.com')
    .describe('First administrator (first start only).'),
  INSA_ADMIN_PASSWORD: z
    .string()
    .min(8)
    .max(128)
    .optional()
    .describe(
      'Password of the first administrator; made up and printed once when absent (first start only).',
    ),
  INSA_ADMIN_API_KEY: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('First API key, with all rights (first start only).'),
  INSA_ENGINE: z
    .enum(['auto', 'claude-code', 'anthropic-api', 'baseline'])
    .default('auto')
    .describe('Who judges. auto: a model only where a key is set for us, otherwise the baseline.'),
  ANTHROPIC_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key of the Anthropic API, for both engines with a model.'),
  CLAUDE_CODE_OAUTH_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('Token of `claude setup-token`, for the engine claude-code.'),
  ANTHROPIC_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://api.anthropic.com')
    .describe('Where the Messages API is: a gateway or proxy that speaks it, too.'),
  INSA_MODEL_PLATFORM: z
    .enum(['anthropic', 'bedrock', 'vertex'])
    .default('anthropic')
    .describe(
      'Who serves the model: Anthropic (or ANTHROPIC_BASE_URL), Amazon Bedrock, Vertex AI.',
    ),
  AWS_REGION: text().describe('Bedrock: its region.'),
  AWS_BEARER_TOKEN_BEDROCK: text().describe('Bedrock: an API key of it; or the two keys below.'),
  AWS_ACCESS_KEY_ID: text().describe('Bedrock: the id of a key that signs.'),
  AWS_SECRET_ACCESS_KEY: text().describe('Bedrock: the key that signs.'),
  AWS_SESSION_TOKEN: text().describe('Bedrock: belongs to a key that holds for a while.'),
  INSA_BEDROCK_PROFILE: text().describe(
    'Bedrock: the inference profile before the model’s name, e.g. us, eu, global. Default: none.',
  ),
  ANTHROPIC_BEDROCK_BASE_URL: address().describe(
    'Bedrock: where it is instead of its own address.',
  ),
  CLOUD_ML_REGION: text().describe('Vertex AI: its region, or global.'),
  ANTHROPIC_VERTEX_PROJECT_ID: text().describe('Vertex AI: the project that pays.'),
  GOOGLE_APPLICATION_CREDENTIALS: text().describe(
    'Vertex AI: a key file. Without it the identity of this machine in Google Cloud.',
  ),
  ANTHROPIC_VERTEX_BASE_URL: address().describe(
    'Vertex AI: where it is instead of its own address.',
  ),
  INSA_CLAUDE_LOGIN: z
    .enum(['0', '1'])
    .default('0')
    .describe(
      "1: claude-code uses this machine's Claude login. For one person's own machine; a subscription is not for a team.",
    ),
  INSA_MCP_CONFIG: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File that names MCP servers. Default: ./.mcp.json, else ~/.mcp.json, where there is one.',
    ),
  INSA_MCP_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token that `insa mcp serve NAME --http` asks of its clients; needed beyond loopback.',
    ),
  ERPNEXT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The ERPNext site, e.g. https://erp.example.com, for `insa erpnext` and `insa mcp serve erpnext`. The agents here work on the built-in CRM still.',
    ),
  ERPNEXT_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe(
      'API key of the user that INSA CRM works as in ERPNext: sales and projects, no more.',
    ),
  ERPNEXT_API_SECRET: z.string().min(1).optional().describe('The secret of ERPNEXT_API_KEY.'),
  ERPNEXT_WEBHOOK_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('ERPNext signs its webhooks with it; `insa erpnext setup` puts it there.'),
  ERPNEXT_SETUP_KEY: z
    .string()
    .min(1)
    .optional()
    .describe(
      'API key of a System Manager of ERPNext, for `insa erpnext setup` and `verify` alone: leave it out of what runs.',
    ),
  ERPNEXT_SETUP_SECRET: z.string().min(1).optional().describe('The secret of ERPNEXT_SETUP_KEY.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, e.g. smtps://user:password@mail.example.com. Without it mails are kept and read in the console.',
    ),
  MAIL_FROM: z.string().min(3).default('INSA CRM <crm@localhost>').describe('Sender of our mails.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  INSA_SECRET_KEY: z
    .string()
    .min(32)
    .optional()
    .describe('Signs sessions. Made and kept in INSA_DATA_DIR when absent.'),
  INSA_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Executions run at the same time by one process.'),
  INSA_KEEP_WARM: z
    .enum(['0', '1'])
    .default('0')
    .describe(
      '1: touches what stands for every lead in the model’s cache before its hour is over, where that pays.',
    ),
  INSA_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics from other machines; loopback needs none.'),
} as const

const Environment = z.object(ENVIRONMENT)

export interface Config {
  port: number
  host: string
  publicUrl: string | null
  dataDir: string
  databaseUrl: string | null
  admin: { email: string; password: string | null; apiKey: string | null }
  engine: 'auto' | 'claude-code' | 'anthropic-api' | 'baseline'
  model: ModelAccess
  smtpUrl: string | null
  mailFrom: string
  logLevel: string
  secretKey: string | null
  concurrency: number
  /** Whether the models' cache is kept from going cold. */
  keepWarm: boolean
  metricsToken: string | null
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

/** Thrown with every fault of the environment in its message. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads and checks the environment.
 * @throws ConfigError naming every variable that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const e = parse(Environment, env)
  const model = {
    apiKey: e.ANTHROPIC_API_KEY ?? null,
    oauthToken: e.CLAUDE_CODE_OAUTH_TOKEN ?? null,
    baseUrl: e.ANTHROPIC_BASE_URL.replace(/\/$/, ''),
    loginHome: e.INSA_CLAUDE_LOGIN === '1' ? homedir() : null,
    platform: platformOf(e),
  }
  requireAccess(e.INSA_ENGINE, model)
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.INSA_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    dataDir: resolve(e.INSA_DATA_DIR),
    databaseUrl: e.DATABASE_URL ?? null,
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
    secretKey: e.INSA_SECRET_KEY ?? null,
    concurrency: e.INSA_CONCURRENCY,
    keepWarm: e.INSA_KEEP_WARM === '1',
    metricsToken: e.INSA_METRICS_TOKEN ?? null,
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

/** An empty variable is one that is not set. */
function parse<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== ''))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`)
  throw new ConfigError(`The environment is not usable:\n${faults.join('\n')}`)
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
  const { INSA_MCP_TOKEN, LOG_LEVEL } = parse(McpVariables, env)
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
  const e = parse(ErpnextVariables, env)
  if (e.ERPNEXT_URL === undefined) return null
  return {
    url: e.ERPNEXT_URL,
    runtime: keyOf('ERPNEXT_API_', e.ERPNEXT_API_KEY, e.ERPNEXT_API_SECRET),
    setup: keyOf('ERPNEXT_SETUP_', e.ERPNEXT_SETUP_KEY, e.ERPNEXT_SETUP_SECRET),
    webhookSecret: e.ERPNEXT_WEBHOOK_SECRET ?? null,
  }
}

function keyOf(stem: string, apiKey?: string, apiSecret?: string): ErpnextKey | null {
  if (apiKey !== undefined && apiSecret !== undefined) return { apiKey, apiSecret }
  if (apiKey === undefined && apiSecret === undefined) return null
  throw new ConfigError(`${stem}KEY and ${stem}SECRET belong together: one of them is not set.`)
}

/** For programs that we start: they need PATH, a locale and their own variables as they stand. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
