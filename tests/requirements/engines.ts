/** What we promise about who judges: models and the engine without one. */
export const ENGINES = {
  'engines.choice':
    'Which engine judges, and why, follows from what is set and installed; nothing is used unasked.',
  'engines.contract': 'All engines keep to one contract.',
  'engines.qualifies-lead':
    'A lead is qualified end to end by the real Claude Code, and by the Messages API.',
  'engines.tools-visible': 'A model is shown exactly the tools that its agent may call.',
  'engines.forbidden-tool': 'A model that calls another tool is refused, and its try is recorded.',
  'engines.fence':
    'Words from outside reach a model cleaned, shortened where they are blobs, and behind a fence that they cannot close.',
  'engines.corrected': 'A model whose answer is wrong is told so once.',
  'engines.retries':
    'Overload, rate limits, silence and broken lines are tried again by us alone, within the run’s limits.',
  'engines.escalates':
    'A stronger model is asked where an answer is wrong or code is not sure of it.',
  'engines.falls-back':
    'Where no model can answer, a cheaper one or the baseline does, and the result says so.',
  'engines.second-opinion': 'The baseline always judges beside the model.',
  'engines.budget-stop': 'A budget stops a run in the middle.',
  'engines.batch-once':
    'A message batch whose sending nobody knows the end of is looked for; it is sent again only where it is not found, and that is said.',
  'engines.batch': 'Many tasks that nobody waits for are answered in a batch, at half price.',
  'engines.cached-prefix':
    'What stands for every lead is the same to the byte, and read from the model’s cache.',
  'engines.cost-exact': 'What a model costs is computed exactly, from one file of prices.',
  'engines.metered':
    'Every call of a model is reserved at its worst case before it is made, and settled once.',
  'engines.platforms':
    'Both engines with a model reach it on Amazon Bedrock and Vertex AI by settings alone; what lets us in there stays with us.',
  'engines.keep-warm':
    'Where it is asked for, the standing context is touched before it goes cold, only while that pays, and counted as a cost.',
  'engines.key-stays-here': 'Claude Code never holds the real key of the model.',
  'engines.flag-words':
    'What a model says when it declines or answers wrong stands in no flag: no link, no markup, no length.',

  'baseline.languages':
    'The baseline reads English, Spanish, German, Portuguese, French and Italian.',
  'baseline.money':
    'Budgets are told from other numbers, in every way of writing and when negated.',
  'baseline.time':
    'Relative and absolute dates, quarters, shutdowns and emergencies are read as a timeline.',
  'baseline.authority': 'Titles and what the text says of the sender are read as authority.',
  'baseline.fit':
    'Industries, platforms, protocols, counts and scope words are read as fit and complexity.',
  'baseline.deterministic': 'The same lead always gets the same judgement.',

  'evals.agreement':
    'On the labelled leads the baseline reaches the least kappa of the action, in all and in each language.',
} as const satisfies Record<string, string>
