/** Which engine judges here, and why: what was asked for, and what is really there. */
import { createRequire } from 'node:module'
import type { Config } from '../../config.ts'
import type { ModelPlatform } from '../../model-access.ts'
import { createGoogleToken } from './google-token.ts'
import type { ModelUpstream } from './model-upstream.ts'

export type EngineChoice =
  | { name: 'baseline'; why: string; hint: string | null }
  | {
      name: 'claude-code' | 'anthropic-api'
      why: string
      hint: string | null
      upstream: ModelUpstream
      /** The home of the person whose Claude login is used. */
      loginHome: string | null
    }

/** The part of the configuration that it depends on. */
export type EngineConfig = Pick<Config, 'engine' | 'model'>

/** @param hasClaudeCode whether the binary of this platform is installed. */
export function chooseEngine(
  { engine, model }: EngineConfig,
  hasClaudeCode: boolean,
): EngineChoice {
  const { oauthToken, loginHome, platform = null } = model
  // A platform lets us in by what it was given; no key of Anthropic's goes there.
  const apiKey = platform ? null : model.apiKey
  if (engine === 'baseline') return baseline('INSA_ENGINE says so', null)
  const asked = engine === 'auto' ? 'INSA_ENGINE=auto' : `INSA_ENGINE=${engine}`
  if (!platform && !apiKey && !oauthToken && !loginHome)
    return baseline(
      `${asked}, and no key or token of a model is set`,
      'Set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN to judge with Claude.',
    )
  if (engine === 'anthropic-api' || (!hasClaudeCode && (apiKey || platform)))
    return {
      name: 'anthropic-api',
      why: `${asked}, with ${platform ? words(platform) : 'ANTHROPIC_API_KEY'}`,
      hint: hasClaudeCode ? null : NO_BINARY,
      upstream: upstreamOf(model),
      loginHome: null,
    }
  // Without the binary a token or login is of no use; asked for by name, a start says so instead of judging otherwise.
  if (!hasClaudeCode) return baseline(`${asked}, but Claude Code is not installed`, NO_BINARY)
  const by = platform
    ? words(platform)
    : apiKey
      ? 'ANTHROPIC_API_KEY'
      : oauthToken
        ? 'CLAUDE_CODE_OAUTH_TOKEN'
        : 'your own login'
  return {
    name: 'claude-code',
    why: `${asked}, with ${by}`,
    hint: null,
    upstream: upstreamOf(model),
    loginHome: platform || apiKey || oauthToken ? null : loginHome,
  }
}

const NO_BINARY =
  'Claude Code comes as an optional package for this platform: run `npm ci --include=optional`.'

const baseline = (why: string, hint: string | null): EngineChoice => ({
  name: 'baseline',
  why,
  hint,
})

const words = (platform: ModelPlatform) =>
  platform.kind === 'bedrock'
    ? `INSA_MODEL_PLATFORM=bedrock in ${platform.region}, ${'apiKey' in platform.auth ? 'by AWS_BEARER_TOKEN_BEDROCK' : 'by AWS_ACCESS_KEY_ID'}`
    : `INSA_MODEL_PLATFORM=vertex in ${platform.region}, ${platform.keyFile ? 'by GOOGLE_APPLICATION_CREDENTIALS' : 'by the identity of this machine'}`

function upstreamOf({
  apiKey,
  oauthToken,
  baseUrl,
  platform,
}: EngineConfig['model']): ModelUpstream {
  if (platform?.kind === 'bedrock') return { baseUrl: platform.baseUrl, credentials: platform }
  if (platform?.kind === 'vertex') {
    const { keyFile, ...at } = platform
    return { baseUrl: at.baseUrl, credentials: { ...at, token: createGoogleToken(keyFile) } }
  }
  if (apiKey) return { baseUrl, credentials: { kind: 'api_key', key: apiKey } }
  if (oauthToken) return { baseUrl, credentials: { kind: 'oauth', token: oauthToken } }
  return { baseUrl, credentials: { kind: 'caller' } }
}

/** Whether the Agent SDK brought its binary for this platform. */
export function isClaudeCodeInstalled(): boolean {
  const { resolve } = createRequire(import.meta.resolve('@anthropic-ai/claude-agent-sdk'))
  return ['', '-musl'].some((libc) => {
    try {
      resolve(
        `@anthropic-ai/claude-agent-sdk-${process.platform}-${process.arch}${libc}/package.json`,
      )
      return true
    } catch {
      return false
    }
  })
}
