/** What the double offers: one tool of each effect, and some that misbehave. */
import type { Tool } from '@modelcontextprotocol/sdk/types.js'

const tool = (
  name: string,
  properties: Record<string, object>,
  annotations: Tool['annotations'],
): Tool => ({
  name,
  description: `The double's ${name.replaceAll('_', ' ')}.`,
  inputSchema: { type: 'object', properties, required: Object.keys(properties) },
  annotations,
})

const text = { type: 'string' }
const HOME = { openWorldHint: false }

export const DOUBLE_TOOLS: readonly Tool[] = [
  tool('read_note', { id: text }, { ...HOME, readOnlyHint: true }),
  tool('show_environment', {}, { ...HOME, readOnlyHint: true }),
  tool('wait', { ms: { type: 'number' } }, { ...HOME, readOnlyHint: true }),
  tool('complain', {}, { ...HOME, readOnlyHint: true }),
  tool('refuse', {}, { ...HOME, readOnlyHint: true }),
  tool('die', {}, { ...HOME, destructiveHint: false }),
  tool('add_note', { text }, { ...HOME, destructiveHint: false }),
  tool(
    'set_stage',
    { stage: { enum: ['new', 'won', 'lost'] } },
    { ...HOME, destructiveHint: false },
  ),
  tool('slow_note', { text, ms: { type: 'number' } }, { ...HOME, destructiveHint: false }),
  tool('pay', { amount: { type: 'number' }, to: text }, { ...HOME, destructiveHint: false }),
  tool('send_note', { to: text, text }, { destructiveHint: false }),
  // Says nothing of itself, so everything has to be feared of it.
  { ...tool('erase_notes', {}, undefined), annotations: undefined },
]
