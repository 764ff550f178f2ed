/**
 * What stands between a stranger's words and an effect, by name. In the program all of them stand, always: no setting, no
 * variable and no argument of `insa` takes one away (tests/attacks/defences.test.ts looks). The attack gate takes them away one
 * at a time, to show what each of them holds.
 */
export const DEFENCES = {
  clean_text: 'What people cannot see, HTML, encoded blobs and overlong text never reach a model.',
  fences: 'A stranger’s words stand between lines that no stranger can write.',
  found_orders:
    'Where words try to steer, our own engine’s judgement holds until a person has looked.',
  second_opinion:
    'A model that is far from our own engine does not count until a person has looked.',
  literal_quotes: 'A quote that does not stand in the lead is no evidence.',
  plain_words: 'A model’s prose carries no address and no markup.',
  no_own_words: 'No model reads what one wrote before.',
  tool_list: 'An agent’s model calls what its list names, and nothing else.',
  own_lead: 'An agent that works on one lead reaches no other.',
  canaries: 'A run that reaches for a record which is bait rings, gets nothing and ends.',
  approval_rules: 'What leaves the house, deletes or commits money waits for a person.',
  taint: 'After a stranger’s words, what a model wants to change waits for a person.',
  pins: 'A server whose tools have changed is held back until an administrator has read them.',
  read_first: 'No model sees a server’s tools before an administrator has.',
  no_built_in_tools: 'Claude Code has no shell, no files and no web.',
  output_limit: 'An answer ends at the task’s limit.',
  run_limits: 'A run asks its model so often, and for so much money, and no more.',
  budgets: 'What a call can cost at most is held back before it is made.',
} as const

export type Defence = keyof typeof DEFENCES
export type Defences = ReadonlySet<Defence>

export const ALL_DEFENCES: Defences = new Set(Object.keys(DEFENCES) as Defence[])
