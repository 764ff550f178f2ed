/**
 * Claude Code processes that are up before they are needed: a start costs half a second, a ready one a seventh of it. A process
 * is started for a shape (its prompt, model, tools), so the pool keeps those of the shapes that were asked for last.
 */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { ClaudeProcess, ClaudeShape } from './claude-process.ts'
import { createStartGate, type GatedStart } from './start-gate.ts'

export interface ClaudePool {
  /** A ready one of this shape, or a new one. Whoever takes it closes it. */
  take(shape: ClaudeShape): Promise<ClaudeProcess>
  /** How many are ready, and how many starts and takes there were. */
  stats(): { ready: number; cold: number; warm: number }
  close(): Promise<void>
}

export interface ClaudePoolOptions {
  start: (shape: ClaudeShape) => Promise<ClaudeProcess>
  /** How many are kept ready, over all shapes; each takes about 200 MB. 0: none. */
  keep: number
  /** One that nobody took for so long is ended. Milliseconds. */
  idleMs?: number
  onError: (error: unknown) => void
}

interface Ready {
  key: string
  start: GatedStart<ClaudeProcess>
  timer: NodeJS.Timeout
}

const IDLE_MS = 10 * 60_000
/** The run that took one has the processor first. Milliseconds. */
const REFILL_AFTER_MS = 150

export function createClaudePool(options: ClaudePoolOptions): ClaudePool {
  const { start, keep, idleMs = IDLE_MS, onError } = options
  const ready: Ready[] = []
  const gate = createStartGate(availableParallelism())
  const closing = new Set<Promise<unknown>>()
  let closed = false
  const counts = { cold: 0, warm: 0 }

  const drop = (one: Ready) => {
    clearTimeout(one.timer)
    ready.splice(ready.indexOf(one), 1)
    const ended = one.start.started.then((p) => p.close()).catch(() => undefined)
    closing.add(ended)
    void ended.then(() => closing.delete(ended))
  }
  const refill = (key: string, shape: ClaudeShape) => {
    if (closed || keep === 0) return
    if (ready.length >= keep) {
      // Room for the shape that is wanted now, in place of the one unused for longest.
      const other = ready.find((r) => r.key !== key)
      if (!other) return
      drop(other)
    }
    const one: Ready = {
      key,
      start: gate(() => start(shape), false),
      timer: setTimeout(() => drop(one), idleMs).unref(),
    }
    one.start.started.catch((error: unknown) => {
      if (ready.includes(one)) drop(one)
      if (!closed) onError(error)
    })
    ready.push(one)
  }
  return {
    async take(shape) {
      const key = keyOf(shape)
      const one = ready.find((r) => r.key === key)
      setTimeout(() => refill(key, shape), REFILL_AFTER_MS).unref()
      if (!one) {
        counts.cold += 1
        return gate(() => start(shape), true).started
      }
      clearTimeout(one.timer)
      ready.splice(ready.indexOf(one), 1)
      counts.warm += 1
      one.start.hurry()
      return one.start.started
    },
    stats: () => ({ ready: ready.length, ...counts }),
    async close() {
      closed = true
      for (const one of [...ready]) drop(one)
      await Promise.all(closing)
    },
  }
}

const keyOf = (shape: ClaudeShape) =>
  createHash('sha256').update(JSON.stringify(shape)).digest('base64url')
