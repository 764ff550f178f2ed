/** An agent whose runs write something into ERPNext that may not be there twice: a note by itself, a communication once a person agrees. */
import { z } from 'zod'
import type { AgentDefinition } from '../../apps/server/src/platform/runtime/agent.ts'

export const NOTE_AGENT = 'chaos_notes'

/** Needs a person, by the rules that the run sets. */
export const ASKED_TOOL = 'mcp__erpnext__log_communication'
const FREE_TOOL = 'mcp__erpnext__add_note'

/** What a run is told. */
export const NoteInput = z.object({
  /** An opportunity of ERPNext's own. */
  erpnext_name: z.string(),
  /** Words that no other run writes. */
  mark: z.string(),
  asks: z.boolean(),
})

export const noteAgent: AgentDefinition = {
  type: NOTE_AGENT,
  title: 'Notes',
  description: 'Writes one thing into ERPNext.',
  tools: [FREE_TOOL, ASKED_TOOL],
  timeoutMs: 120_000,
  async run(run) {
    const { erpnext_name: id, mark, asks } = NoteInput.parse(run.input)
    const about = { doctype: 'Opportunity', id }
    await (asks
      ? run.tool(ASKED_TOOL, { ...about, medium: 'Phone', subject: mark, content: mark })
      : run.tool(FREE_TOOL, { ...about, note: mark }))
    return { output: { mark } }
  },
}
