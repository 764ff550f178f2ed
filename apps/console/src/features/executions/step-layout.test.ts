import type { ExecutionStep } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { layOut } from './step-layout.ts'

const step = (seq: number, atMs: number, duration: number | null): ExecutionStep => ({
  seq,
  kind: 'code',
  name: 's',
  status: duration === null ? 'running' : 'succeeded',
  started_at: new Date(Date.UTC(2026, 0, 1) + atMs).toISOString(),
  duration_ms: duration,
  summary: '',
})

describe('the timeline of an execution', () => {
  it('places each step by its time', () => {
    const { bars, totalMs } = layOut([step(1, 0, 50), step(2, 50, 150)])
    expect(totalMs).toBe(200)
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [0, 25],
      [25, 75],
    ])
  })

  it('gives a running step no length, and bears steps that took no time at all', () => {
    expect(layOut([step(1, 0, null)]).bars).toMatchObject([{ left: 0, width: 0 }])
    expect(layOut([]).bars).toEqual([])
  })
})
