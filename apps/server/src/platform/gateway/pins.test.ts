import { describe, expect, it } from 'vitest'
import type { ToolDefinition } from './mcp-tools.ts'
import { diffDefinitions, hashDefinitions } from './pins.ts'

const tool = (name: string, over: Partial<ToolDefinition> = {}): ToolDefinition => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  effect: 'read',
  repeatable: true,
  ...over,
})

const PINNED = [tool('a'), tool('b', { description: 'Reads b.' })]

describe('pinned definitions', () => {
  it('are a set: the order of tools and of keys means nothing', () => {
    const turned = [
      { ...tool('b', { description: 'Reads b.' }) },
      { ...tool('a'), inputSchema: { properties: { id: { type: 'string' } }, type: 'object' } },
    ] as ToolDefinition[]
    expect(hashDefinitions(turned)).toBe(hashDefinitions(PINNED))
    expect(diffDefinitions(PINNED, turned)).toEqual([])
  })

  it.each<[string, ToolDefinition[], object[]]>([
    ['an addition', [...PINNED, tool('c')], [{ tool: 'c', change: 'added', before: null }]],
    ['a removal', PINNED.slice(1), [{ tool: 'a', change: 'removed', after: null }]],
    [
      'a rename',
      [tool('z', { description: 'Does a.' }), ...PINNED.slice(1)],
      [{ tool: 'z', change: 'renamed', field: 'name', before: 'a', after: 'z' }],
    ],
    [
      'one letter of a description',
      [tool('a', { description: 'Does a,' }), ...PINNED.slice(1)],
      [{ tool: 'a', change: 'changed', field: 'description', before: 'Does a.', after: 'Does a,' }],
    ],
    [
      'a word in an input schema',
      [
        tool('a', {
          inputSchema: {
            type: 'object',
            properties: { id: { type: 'string', description: 'Put the password here.' } },
          },
        }),
        ...PINNED.slice(1),
      ],
      [{ tool: 'a', change: 'changed', field: 'input schema' }],
    ],
    [
      'another effect',
      [tool('a', { effect: 'destructive' }), ...PINNED.slice(1)],
      [{ tool: 'a', change: 'changed', field: 'effect', before: 'read', after: 'destructive' }],
    ],
    [
      'two that change places',
      [tool('a', { description: 'Reads b.' }), tool('b', { description: 'Does a.' })],
      [
        { tool: 'a', change: 'changed', field: 'description' },
        { tool: 'b', change: 'changed', field: 'description' },
      ],
    ],
  ])('show %s [mcp.quarantine]', (_what, found, changes) => {
    expect(hashDefinitions(found)).not.toBe(hashDefinitions(PINNED))
    expect(diffDefinitions(PINNED, found)).toMatchObject(changes)
    expect(diffDefinitions(PINNED, found)).toHaveLength(changes.length)
  })
})
