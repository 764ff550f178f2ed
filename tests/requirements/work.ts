/** What we promise about agents at work: what starts them, whose turn it is, what happens once. */
export const WORK = {
  'agents.start-on-event':
    'An agent starts on an event of another’s run, once for each event, whatever dies meanwhile; chains end.',
  'agents.lead-follow-up':
    'Where it is switched on, a scored lead’s owner gets a task whenever the recommended action has changed.',
  'agents.kill-switch':
    'A disabled agent runs nothing: one by one or all at once, and runs under way stop at their next tool call.',

  'queue.fair':
    'Organizations with work are served in turn: ten thousand executions of one hold up none of another.',
  'queue.priority':
    'Inside an organization the greater priority runs first, then the earlier; it counts nothing against another.',
  'queue.limits':
    'An organization can limit how much of an agent, or of all, runs at once; the database keeps to it.',
  'queue.rate': 'An organization can limit how many executions of an agent start in any minute.',
  'queue.contract': 'Every doorbell, in one process or on Redis, keeps to one contract.',

  'executions.record':
    'Every agent run is a row with its engine, tokens, cost, times, trigger and journaled steps.',
  'executions.resume-after-any-step':
    'A run killed after any step goes on from there, and no effect happens twice.',
  'executions.cancel': 'A run can be cancelled.',
  'executions.events-replay': 'Server-sent events go on where `Last-Event-ID` says.',

  'effects.once.erpnext':
    'A lead is made in ERPNext once, whenever the process that makes it dies: our id is looked for before it is made again.',
  'effects.once.tools':
    'What a tool has done is not done again because the other side went away afterwards, and is shown as unknown where nobody can tell.',

  'replay.touches-nothing':
    'A replay stores, writes and sends nothing, calls no tool, and opens no connection but the model’s.',
  'replay.from-record': 'In a replay every tool answers what it answered then.',
  'replay.variants': 'A finished run is replayed on another engine, model or prompt.',
} as const satisfies Record<string, string>
