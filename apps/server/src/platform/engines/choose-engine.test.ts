import { describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { chooseEngine, isClaudeCodeInstalled } from './choose-engine.ts'

const choose = (env: NodeJS.ProcessEnv, hasClaudeCode = true) => {
  const { name, why, hint, ...access } = chooseEngine(readConfig(env), hasClaudeCode)
  return { name, why, hint, ...access }
}

describe('the engine that judges', () => {
  it('is the baseline where no key or token is set for us, whatever login lies about [engines.choice]', () => {
    expect(choose({})).toMatchObject({
      name: 'baseline',
      hint: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
    expect(choose({ HOME: '/home/somebody', CLAUDE_CONFIG_DIR: '/x' }).name).toBe('baseline')
    expect(choose({ ANTHROPIC_API_KEY: 'k', INSA_ENGINE: 'baseline' }).name).toBe('baseline')
  })

  it('is Claude Code where a key, a token or the own login is given, and it is installed [engines.choice]', () => {
    expect(choose({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'https://gw.example/' })).toEqual({
      name: 'claude-code',
      why: 'INSA_ENGINE=auto, with ANTHROPIC_API_KEY',
      hint: null,
      upstream: { baseUrl: 'https://gw.example', credentials: { kind: 'api_key', key: 'k' } },
      loginHome: null,
    })
    expect(choose({ CLAUDE_CODE_OAUTH_TOKEN: 't' })).toMatchObject({
      upstream: {
        baseUrl: 'https://api.anthropic.com',
        credentials: { kind: 'oauth', token: 't' },
      },
    })
    expect(choose({ INSA_CLAUDE_LOGIN: '1' })).toMatchObject({
      name: 'claude-code',
      upstream: { credentials: { kind: 'caller' } },
      loginHome: expect.stringMatching(/./),
    })
  })

  it('is the Messages API where Claude Code is missing or not asked for, and says why [engines.choice]', () => {
    expect(choose({ ANTHROPIC_API_KEY: 'k' }, false)).toMatchObject({
      name: 'anthropic-api',
      hint: expect.stringContaining('npm ci'),
    })
    expect(choose({ ANTHROPIC_API_KEY: 'k', INSA_ENGINE: 'anthropic-api' })).toMatchObject({
      name: 'anthropic-api',
      hint: null,
    })
    expect(choose({ CLAUDE_CODE_OAUTH_TOKEN: 't' }, false)).toMatchObject({
      name: 'baseline',
      why: 'INSA_ENGINE=auto, but Claude Code is not installed',
    })
  })

  it('is not started by name without what it needs', () => {
    expect(() => choose({ INSA_ENGINE: 'claude-code' })).toThrow(/INSA_CLAUDE_LOGIN=1/)
    expect(() => choose({ INSA_ENGINE: 'anthropic-api', CLAUDE_CODE_OAUTH_TOKEN: 't' })).toThrow(
      /needs ANTHROPIC_API_KEY/,
    )
  })

  it('finds the binary that the Agent SDK brought', () => {
    expect(isClaudeCodeInstalled()).toBe(true)
  })
})
