/** Who judges, and how a model is reached: the variables that say so, and what they come to. */
import { homedir } from 'node:os'
import { z } from 'zod'
import { ConfigError } from './parse-environment.ts'
import type { BedrockCredentials } from './platform/engines/send-to-bedrock.ts'
import type { VertexCredentials } from './platform/engines/send-to-vertex.ts'

const text = () => z.string().min(1).optional()
const address = () => z.url({ protocol: /^https?$/ }).optional()

export const MODEL_VARIABLES = {
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
} as const

const ModelVariables = z.object(MODEL_VARIABLES)
type ModelVariables = z.infer<typeof ModelVariables>

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

/** @throws ConfigError naming what is missing. */
export function modelAccessOf(e: ModelVariables): ModelAccess {
  const model = {
    apiKey: e.ANTHROPIC_API_KEY ?? null,
    oauthToken: e.CLAUDE_CODE_OAUTH_TOKEN ?? null,
    baseUrl: e.ANTHROPIC_BASE_URL.replace(/\/$/, ''),
    loginHome: e.INSA_CLAUDE_LOGIN === '1' ? homedir() : null,
    platform: platformOf(e),
  }
  requireAccess(e.INSA_ENGINE, model)
  return model
}

/** @throws ConfigError naming what is missing. */
function platformOf(e: ModelVariables): ModelPlatform | null {
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

function needed<K extends keyof ModelVariables>(
  e: ModelVariables,
  name: K,
): NonNullable<ModelVariables[K]> {
  const value = e[name]
  if (value === undefined || value === null)
    throw new ConfigError(`INSA_MODEL_PLATFORM=${e.INSA_MODEL_PLATFORM} needs ${name}.`)
  return value
}

/** An engine that was asked for by name must have what it needs; `auto` takes what is there. */
function requireAccess(engine: ModelVariables['INSA_ENGINE'], model: ModelAccess): void {
  if (model.platform) return
  if (engine === 'anthropic-api' && !model.apiKey)
    throw new ConfigError('INSA_ENGINE=anthropic-api needs ANTHROPIC_API_KEY.')
  if (engine === 'claude-code' && !model.apiKey && !model.oauthToken && !model.loginHome)
    throw new ConfigError(
      'INSA_ENGINE=claude-code needs ANTHROPIC_API_KEY, CLAUDE_CODE_OAUTH_TOKEN or, on your own machine, INSA_CLAUDE_LOGIN=1.',
    )
}
