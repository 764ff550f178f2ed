/** A server's tools are pinned as a set: what is added, gone, renamed or worded anew shows, and holds the server back. */
import { canonicalJson, hashOf } from './canonical-json.ts'
import type { ToolDefinition } from './mcp-tools.ts'

/** The order in which a server lists its tools means nothing. */
const sorted = (definitions: readonly ToolDefinition[]) =>
  definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1))

export const hashDefinitions = (definitions: readonly ToolDefinition[]): string =>
  hashOf(sorted(definitions))

/** One difference, in plain text. */
export interface DefinitionChange {
  tool: string
  change: 'added' | 'removed' | 'renamed' | 'changed'
  /** The part that differs; null where it is the whole tool. */
  field: string | null
  before: string | null
  after: string | null
}

const FIELDS = ['description', 'inputSchema', 'effect', 'repeatable'] as const
const FIELD_NAMES: Record<(typeof FIELDS)[number], string> = {
  description: 'description',
  inputSchema: 'input schema',
  effect: 'effect',
  repeatable: 'may be repeated',
}

export function diffDefinitions(
  pinned: readonly ToolDefinition[],
  found: readonly ToolDefinition[],
): DefinitionChange[] {
  const names = new Set(found.map((t) => t.name))
  const before = new Map(pinned.map((t) => [t.name, t]))
  const gone = new Map(sorted(pinned).flatMap((t) => (names.has(t.name) ? [] : [[t.name, t]])))
  const changes: DefinitionChange[] = []
  for (const tool of sorted(found)) {
    const former = before.get(tool.name)
    if (former) {
      changes.push(...diffTool(former, tool))
      continue
    }
    const twin = [...gone.values()].find((t) => sameButName(t, tool))
    if (twin) {
      gone.delete(twin.name)
      const renamed = { before: twin.name, after: tool.name }
      changes.push({ tool: tool.name, change: 'renamed', field: 'name', ...renamed })
    } else {
      changes.push({
        tool: tool.name,
        change: 'added',
        field: null,
        before: null,
        after: text(tool),
      })
    }
  }
  for (const tool of gone.values()) {
    changes.push({
      tool: tool.name,
      change: 'removed',
      field: null,
      before: text(tool),
      after: null,
    })
  }
  return changes
}

const diffTool = (before: ToolDefinition, after: ToolDefinition): DefinitionChange[] =>
  FIELDS.filter((f) => canonicalJson(before[f]) !== canonicalJson(after[f])).map((f) => ({
    tool: after.name,
    change: 'changed',
    field: FIELD_NAMES[f],
    before: text(before[f]),
    after: text(after[f]),
  }))

const sameButName = (a: ToolDefinition, b: ToolDefinition) =>
  canonicalJson({ ...a, name: '' }) === canonicalJson({ ...b, name: '' })

const text = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2)
