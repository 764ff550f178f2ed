/** What every engine keeps to, whoever answers behind it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GRADED, gradeTask } from '../../testing/engine-tasks.ts'
import type { Engine } from './engine.ts'

export interface EngineHarness {
  engine: Engine
  /** From now on it answers so: a value as whoever is behind it would give it. */
  answers(raw: unknown): void
  /** From now on it is slow to answer, where it can be. */
  hangs(): void
  stop(): Promise<void>
}

/** Real processes on a machine that may be busy; milliseconds. */
const PATIENCE = { timeout: 240_000 }

export function describeEngine(name: string, start: () => Promise<EngineHarness>): void {
  describe(`the engine ${name}`, PATIENCE, () => {
    let harness: EngineHarness
    beforeAll(async () => {
      harness = await start()
    })
    beforeEach(() => harness.answers(GRADED))
    afterAll(() => harness.stop())

    it('gives a value of the schema, and says who made it and what it cost [engines.contract]', async () => {
      const { value, cost, notes } = await harness.engine.run(gradeTask())
      expect(value).toEqual(GRADED)
      expect(notes).toEqual([])
      expect(cost.engine).toBe(name)
      expect(cost.engine).toBe(harness.engine.name)
      expect(cost.costUsd).toMatch(/^\d+\.\d{6}$/)
      expect(Object.keys(cost.tokens).sort()).toEqual(
        ['cache_read', 'cache_write', 'input', 'output'].sort(),
      )
      for (const count of Object.values(cost.tokens)) expect(count).toBeGreaterThanOrEqual(0)
      expect(cost.model === null).toBe(name === 'baseline')
    })

    it('gives no value rather than one that is none of the schema, and says what that cost', async () => {
      harness.answers({ grade: 'Z', why: '' })
      await expect(harness.engine.run(gradeTask())).rejects.toMatchObject({
        name: 'EngineFailure',
        code: 'engine.invalid_output',
        cost: { engine: name },
      })
    })

    it('does nothing for a run that is over before it begins', async () => {
      const signal = AbortSignal.abort('cancelled')
      await expect(harness.engine.run(gradeTask({ signal }))).rejects.toBe('cancelled')
    })

    it('ends with its run', async () => {
      harness.hangs()
      const cancel = new AbortController()
      const running = harness.engine.run(gradeTask({ signal: cancel.signal })).then(
        ({ value }) => value,
        (reason: unknown) => reason,
      )
      setTimeout(() => cancel.abort('cancelled'), 300)
      // One that is never slow was done before.
      expect(['cancelled', GRADED]).toContainEqual(await running)
    })

    it('keeps two runs apart', async () => {
      const tasks = [gradeTask(), gradeTask({ question: 'Grade it again.' })]
      const answers = await Promise.all(tasks.map((task) => harness.engine.run(task)))
      expect(answers.map((a) => a.value)).toEqual([GRADED, GRADED])
    })
  })
}
