/** The engines of this site: the one that judges, and the others that a replay may ask. */
import type { Config } from '../../config.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { createBaselineEngine } from './baseline.ts'
import { chooseEngine, isClaudeCodeInstalled } from './choose-engine.ts'
import { type CreateEngineDeps, createEngine } from './create-engine.ts'
import type { Engine } from './engine.ts'
import { MODEL_NAMES } from './models.ts'

export interface EngineSet {
  /** Which judges here, and why. */
  readonly choice: ReturnType<typeof chooseEngine>
  readonly engine: Engine
  /** All that could be asked, the site's own first. */
  readonly names: readonly string[]
  /** What an engine's model can be; none for one that asks no model. */
  modelsOf(name: string): readonly string[]
  /** Made when it is first asked for. @param name null: the site's own. @throws AgentFailure when it is not there. */
  named(name: string | null): Engine
  close(): Promise<void>
}

export type EngineSetDeps = Omit<CreateEngineDeps, 'choice'> & {
  config: Pick<Config, 'engine' | 'model'>
}

export function createEngineSet({ config, ...deps }: EngineSetDeps): EngineSet {
  const hasClaudeCode = isClaudeCodeInstalled()
  const choice = chooseEngine(config, hasClaudeCode)
  const made = new Map<string, Engine>([[choice.name, createEngine({ ...deps, choice })]])
  const engine = made.get(choice.name) as Engine
  /** A site that wants no model is not asked to try one. */
  const choices = (config.engine === 'baseline' ? [] : (['claude-code', 'anthropic-api'] as const))
    .map((name) => ({ name, choice: chooseEngine({ ...config, engine: name }, hasClaudeCode) }))
    .filter(({ name, choice: found }) => found.name === name)
  const make = (name: string): Engine | null => {
    if (name === 'baseline') return createBaselineEngine(deps.functions)
    const found = choices.find((c) => c.name === name)
    return found ? createEngine({ ...deps, choice: found.choice, concurrency: 1 }) : null
  }
  return {
    choice,
    engine,
    names: [...new Set([choice.name, ...choices.map(({ name }) => name), 'baseline'])],
    modelsOf: (name) => (name === 'baseline' ? [] : MODEL_NAMES),
    named(name) {
      if (name === null) return engine
      const known = made.get(name) ?? make(name)
      if (!known) throw new AgentFailure('engine.not_here', `This site has no engine ${name}.`)
      made.set(name, known)
      return known
    },
    async close() {
      await Promise.all([...made.values()].map((e) => e.close()))
    },
  }
}
