import { Priority, RecommendedAction } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { freeTextIn } from './free-text.ts'

const schemaOf = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input' })
const ID = '01890000-0000-7000-8000-000000000000'

describe('free text', () => {
  it('is not what a schema narrows to enums, numbers, ids and times', () => {
    const schema = schemaOf(
      z.strictObject({
        lead_id: z.uuid(),
        score: z.number(),
        priority: Priority,
        action: RecommendedAction.nullable(),
        due: z.iso.datetime(),
        flags: z.array(z.enum(['a', 'b'])),
        kind: z.literal('call'),
      }),
    )
    const value = {
      lead_id: ID,
      score: 80,
      priority: 'HIGH',
      action: 'nurture',
      due: '2026-01-01T00:00:00Z',
      flags: ['a', 'b'],
      kind: 'call',
    }
    expect(freeTextIn(schema, value)).toEqual([])
  })

  it('is every other text, wherever it stands', () => {
    const schema = schemaOf(
      z.strictObject({
        note: z.string(),
        tags: z.array(z.string()),
        who: z.strictObject({ name: z.string().nullable(), age: z.number() }),
        choice: z.union([z.literal('none'), z.string()]),
      }),
    )
    const value = {
      note: 'x',
      tags: [ID, 'y'],
      who: { name: 'Ana', age: 4 },
      choice: 'pay',
    }
    expect(freeTextIn(schema, value)).toEqual(['note', 'tags.1', 'who.name', 'choice'])
    expect(freeTextIn(schema, { ...value, choice: 'none', who: { name: null, age: 4 } })).toEqual([
      'note',
      'tags.1',
    ])
  })

  it('is, without a schema, all that is no id and no time by itself; keys included', () => {
    expect(freeTextIn({}, { a: 1, b: ID, c: null })).toEqual(['a', 'b', 'c'])
    expect(freeTextIn({ properties: { a: {}, b: {} } }, { a: 1, b: ID })).toEqual([])
    expect(freeTextIn({ properties: { a: {} } }, { a: 'Ana' })).toEqual(['a'])
  })
})
