/** What we promise about what models may cost and did. */
export const MONEY = {
  'budget.reserve':
    'Before each call of a model its worst case is held back, after it what it did cost is booked.',
  'budget.limits':
    'What could pass the limit of a run, a day or a deal is refused, and stops, downgrades or asks as set.',
  'budget.concurrent': 'Processes that spend at the same time never pass a limit together.',
  'budget.fail-closed': 'A budget that cannot be read allows nothing.',
  'budget.ask':
    'Where the rule is to ask, a run over its budget waits for a person, who allows more or not; no rule exempts it.',
  'budget.dead':
    'What a dead process held back is freed; a call that it may have made counts as spent.',

  'costs.sums':
    'Cost and tokens of every call are kept exactly and added up, with what the cache saved.',
  'costs.groups': 'Costs are told by day, agent, model, lead, execution and step.',
} as const satisfies Record<string, string>
