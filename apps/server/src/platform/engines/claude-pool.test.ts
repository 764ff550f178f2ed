import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createClaudePool } from './claude-pool.ts'
import type { ClaudeProcess, ClaudeShape } from './claude-process.ts'
import { createStartGate } from './start-gate.ts'

const shape = (system: string) => ({ system }) as ClaudeShape

/** A pool whose processes are numbers, with a note of which live. */
function pool(options: { keep: number; idleMs?: number; fail?: boolean }) {
  const live = new Set<number>()
  const errors: unknown[] = []
  let started = 0
  const made = createClaudePool({
    keep: options.keep,
    ...(options.idleMs ? { idleMs: options.idleMs } : {}),
    onError: (error) => errors.push(error),
    start: async ({ system }) => {
      started += 1
      const pid = started
      if (options.fail && pid > 1) throw new Error('no memory')
      live.add(pid)
      const close = async () => void live.delete(pid)
      return { pid, system, close } as unknown as ClaudeProcess
    },
  })
  return { pool: made, live, errors, started: () => started }
}

describe('processes kept ready', () => {
  it('are of the shapes asked for last, and no more than were asked to be kept', async () => {
    const { pool: made, live } = pool({ keep: 2 })
    for (const system of ['a', 'b', 'c']) {
      await (await made.take(shape(system))).close()
      await expect.poll(() => made.stats().ready).toBeGreaterThan(0)
      await sleep(200)
    }
    expect(made.stats()).toEqual({ ready: 2, cold: 3, warm: 0 })
    await made.take(shape('c'))
    await made.take(shape('a'))
    expect(made.stats()).toMatchObject({ cold: 4, warm: 1 })
    await made.close()
    // The two that were taken are their takers' to close.
    expect(live.size).toBe(2)
  })

  it('end when nobody wants them for long', async () => {
    const { pool: made, live } = pool({ keep: 1, idleMs: 100 })
    await (await made.take(shape('a'))).close()
    await expect.poll(() => live.size).toBe(1)
    await expect.poll(() => live.size).toBe(0)
    expect(made.stats().ready).toBe(0)
    await made.close()
  })

  it('are none where none are wanted, and a failed one stops nobody', async () => {
    const none = pool({ keep: 0 })
    await none.pool.take(shape('a'))
    await sleep(250)
    expect(none.started()).toBe(1)
    const failing = pool({ keep: 1, fail: true })
    await failing.pool.take(shape('a'))
    await expect.poll(() => failing.errors).toHaveLength(1)
    expect(failing.pool.stats().ready).toBe(0)
    await failing.pool.close()
  })
})

describe('starts of processes', () => {
  it('are some at a time, what a run waits for first', async () => {
    const gate = createStartGate(1)
    const order: string[] = []
    const start = (name: string) => async () => {
      order.push(name)
      await sleep(20)
      return name
    }
    const first = gate(start('first'), false)
    const spare = gate(start('spare'), false)
    const wanted = gate(start('wanted'), true)
    const hurried = gate(start('hurried'), false)
    hurried.hurry()
    const failing = gate(async () => {
      throw new Error('no')
    }, true)
    await expect(failing.started).rejects.toThrow('no')
    expect(await Promise.all([first, spare, wanted, hurried].map((s) => s.started))).toEqual([
      'first',
      'spare',
      'wanted',
      'hurried',
    ])
    expect(order).toEqual(['first', 'wanted', 'hurried', 'spare'])
  })
})
