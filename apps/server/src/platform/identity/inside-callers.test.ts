import { describe, expect, it } from 'vitest'
import { agentActor } from './agent-actor.ts'
import { createInsideCallers } from './inside-callers.ts'

const ACTOR = agentActor('0198f000-0000-7000-8000-000000000001', 'lead_qualification')

describe('callers inside of the program', () => {
  it('are known while their call lasts, and not after it, whether it succeeds or fails', async () => {
    const callers = createInsideCallers()
    const keys: string[] = []
    const note = async (key: string) => {
      keys.push(key)
      return callers.find(key)
    }
    expect(await callers.as(ACTOR, note)).toBe(ACTOR)
    await expect(
      callers.as(ACTOR, async (key) => {
        keys.push(key)
        throw new Error('cut off')
      }),
    ).rejects.toThrow('cut off')
    expect(new Set(keys).size).toBe(2)
    expect(keys.map((key) => callers.find(key))).toEqual([null, null])
  })

  it('may do what sales does with records, and nothing about people, keys, runs, approvals or scores', () => {
    expect([...ACTOR.permissions].sort()).toEqual([
      'activities:read',
      'activities:write',
      'customers:read',
      'customers:write',
      'leads:read',
      'leads:write',
      'opportunities:read',
      'opportunities:write',
      'projects:read',
      'projects:write',
    ])
  })
})
