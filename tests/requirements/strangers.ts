/** What we promise about strangers’ orders, and bait for whoever obeys them. */
export const STRANGERS = {
  'suspicion.orders':
    'Words that try to steer whoever judges a lead are noticed, in six languages and in the usual disguises.',
  'suspicion.no-effect':
    'Where words try to steer whoever judges a lead, a model’s judgement of it does not take effect by itself.',

  'canaries.marked':
    'An administrator marks a lead, customer, contact or opportunity as a canary, or makes a lead that is one.',
  'canaries.hidden':
    'Nobody but administrators can tell a canary from a plain record: no field, mail, event or entry shows it.',
  'canaries.no-qualification': 'A canary lead does not qualify itself, new or changed.',
  'canaries.api':
    'Reading a canary over the API rings, by its id, in a list, in a search, refused too.',
  'canaries.sql': 'A report in SQL that brings a canary out rings.',
  'canaries.mcp': 'An MCP client that reads a canary rings.',
  'canaries.agent':
    'An agent that reaches for a canary rings, gets nothing of it, and its run is stopped.',
  'canaries.people':
    'A person who has a canary in a page of a list is noted; who opens it, or takes the list home, rings.',
  'canaries.alarm':
    'An alarm is an audit entry, an event, a metric and one mail to each administrator, however often is read.',
  'canaries.console':
    'Administrators make, mark and see canaries in the console, and a banner tells of an alarm until somebody has looked.',
  'canaries.unmasked': 'A key that asks which records are canaries, or takes a mark away, rings.',

  'attacks.corpus':
    'At least 150 attacks, over every way in, technique, goal and language, are tried on the program.',
  'attacks.none-succeeds':
    'None of them does damage, through the real Claude Code binary, although its model obeys every order that it can read.',
  'attacks.every-defence-holds': 'In the program no defence can be taken away.',
  'attacks.ablation':
    'With a defence taken away an attack gets through; what is not shown yet is named.',
} as const satisfies Record<string, string>
