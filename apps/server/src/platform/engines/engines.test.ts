/** The same contract for all four; what models keep to besides, for both that have one. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { GRADED, gradeTask } from '../../testing/engine-tasks.ts'
import { createScriptedEngine, type ScriptedValue } from '../../testing/scripted-engine.ts'
import { createAnthropicApiEngine } from './anthropic-api.ts'
import { createBaselineEngine } from './baseline.ts'
import { createClaudeCodeEngine } from './claude-code.ts'
import { describeEngine } from './engine.contract.ts'
import {
  describeModelEngine,
  type ModelEngineOptions,
  startBefore,
} from './model-engine.contract.ts'

const claudeCode = (options: ModelEngineOptions) =>
  createClaudeCodeEngine({
    ...options,
    keep: 1,
    onError: (error) => {
      throw error
    },
  })

for (const [name, create] of [
  ['anthropic-api', createAnthropicApiEngine],
  ['claude-code', claudeCode],
] as const) {
  describeEngine(name, async () => {
    const { api, engine, stop } = await startBefore(create)
    return {
      engine,
      answers: (structured) => api.play({ otherwise: { structured } }),
      hangs: () => api.play({ otherwise: { hang: true } }),
      stop,
    }
  })
  describeModelEngine(name, create)
}

describeEngine('baseline', async () => {
  let given: unknown
  return {
    engine: createBaselineEngine({ grade: () => given }),
    answers: (raw) => {
      given = raw
    },
    hangs: () => undefined,
    stop: async () => undefined,
  }
})

describeEngine('scripted', async () => {
  let given: () => ScriptedValue | Promise<ScriptedValue>
  return {
    engine: createScriptedEngine(() => given()),
    answers: (raw) => {
      given = () => ({ raw })
    },
    hangs: () => {
      const slow = given
      given = async () => {
        await new Promise((resolve) => setTimeout(resolve, 600))
        return slow()
      }
    },
    stop: async () => undefined,
  }
})

describe('Claude Code', { timeout: 240_000 }, () => {
  let before: Awaited<ReturnType<typeof startBefore>>
  afterEach(() => before.stop())

  it('that dies in the middle of a run may be tried again', async () => {
    before = await startBefore((options) =>
      createClaudeCodeEngine({
        ...options,
        keep: 0,
        onError: () => undefined,
        onProcess: ({ pid }) => setTimeout(() => process.kill(pid, 'SIGKILL'), 300),
      }),
    )
    before.api.play({ otherwise: { hang: true } })
    await expect(before.engine.run(gradeTask())).rejects.toMatchObject({
      code: 'engine.unavailable',
      again: true,
    })
  })

  it('uses a person’s own login where that is asked for, and what it sends passes as it is [engines.choice]', async () => {
    const home = await mkdtemp(join(tmpdir(), 'insa-login-'))
    await mkdir(join(home, '.claude'))
    const claudeAiOauth = {
      accessToken: 'the-persons-own-token',
      refreshToken: 'none',
      expiresAt: Date.now() + 86_400_000,
      scopes: ['user:inference'],
      subscriptionType: 'max',
    }
    await writeFile(join(home, '.claude/.credentials.json'), JSON.stringify({ claudeAiOauth }))
    before = await startBefore(
      (options) =>
        createClaudeCodeEngine({ ...options, keep: 0, loginHome: home, onError: () => undefined }),
      { credentials: { kind: 'caller' } },
    )
    before.api.play({ otherwise: { structured: GRADED } })
    expect((await before.engine.run(gradeTask())).value).toEqual(GRADED)
    const [sent] = before.api.requests
    expect(sent?.headers.authorization).toBe('Bearer the-persons-own-token')
    await rm(home, { recursive: true })
  })
})
