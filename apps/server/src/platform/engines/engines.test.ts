/** The same contract for all four; what models keep to besides, for both that have one. */
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
