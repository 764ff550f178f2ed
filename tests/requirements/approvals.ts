/** What we promise about what needs a person. */
export const APPROVALS = {
  'approvals.wait':
    'A call that needs a person waits as a row, frees its worker and keeps its place in the journal.',
  'approvals.once':
    'What is approved happens once, whenever the process dies; or it is marked unknown.',
  'approvals.unknown': 'A call whose fate nobody knows is not repeated, and people are told.',
  'approvals.settle':
    'A person says what became of a call whose fate nobody knows: it happened, and is not done again, or it did not, and is done once.',
  'approvals.edit': 'Whoever approves may change the arguments, within what the agent may do.',
  'approvals.reject': 'An agent hears why a person rejected what it wanted.',
  'approvals.race': 'Of several who decide at once, one does.',
  'approvals.mail': 'Whoever may decide is told by mail, in fixed words.',
  'approvals.not-own': 'Nobody approves what they began, by no key and in no replay.',
  'approvals.expire':
    'What nobody decides on is told to the administrators, and then rejected; after 72 hours unless set otherwise.',
  'approvals.bound': 'An approval is void when its effect changes by one character.',
  'approvals.restart': 'What waits for a person survives a restart of the whole program.',
  'approvals.restart-claude-code':
    'What a model inside the real Claude Code waits for survives a restart of the whole program, and a kill -9: it happens once, and the model hears of it.',
  'approvals.defaults':
    'What leaves the house, deletes or commits money needs a person, unless set otherwise.',
  'approvals.no-fatigue':
    'A run whose calls people have turned down three times asks them no more.',
  'approvals.taint':
    'Once a run has read words from outside, what its model wants to change needs a person.',
  'approvals.taint-inherited':
    'The mark passes to every run that is fed by the free text of a marked one.',
  'approvals.code-clean': 'What code does by rule on clean values needs nobody.',
  'approvals.preview':
    'What other approval rules or another tool policy would do is told before they are stored.',
} as const satisfies Record<string, string>
