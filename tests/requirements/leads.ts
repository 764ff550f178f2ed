/** What we promise about leads, alone and in batches. */
export const LEADS = {
  'leads.create': 'A lead is created and read back with the fields of ERPNext’s Lead.',
  'leads.edit.if-match': 'An edit needs the current ETag: 428 without one, 412 with a stale one.',
  'leads.list': 'Leads are searched, filtered, sorted and paged by cursor.',
  'leads.import.row-errors': 'A bad import says what is wrong in which row and field.',
  'leads.import.all-or-nothing':
    'An import stores every row or none, also when it is killed in the middle.',
  'leads.import.once': 'An import that was killed and is run again imports once.',
  'leads.import.leaves-nothing':
    'An import that ends without its leads leaves neither its file nor its rows behind.',
  'leads.duplicates': 'Likely duplicates are shown with a confidence and never merged silently.',
  'leads.auto-qualify': 'A new lead qualifies itself, unless the setting is off.',
  'leads.qualify.accepted':
    'Qualifying answers 202 with the execution’s address, on both of its paths.',
  'leads.qualify.wait': 'With `Prefer: wait` the answer is the finished execution.',
  'leads.qualify.unknown-is-not-low':
    'A factor the lead says nothing about counts neutrally, lowers coverage and yields a question.',
  'leads.qualify.code-decides':
    'Score, priority and action follow from factors, weights and thresholds by code.',
  'leads.rescored-second-opinion':
    'When weights change, the second opinion is computed anew with them, as the lead’s own score is.',
  'leads.rescored-by-settings':
    'New weights and thresholds move today’s leads, from the judgements that are kept; a person’s override stays.',
  'leads.qualify.disqualifies':
    'Job seekers, students, vendors, competitors, spam, awarded and foreign work are disqualified.',
  'leads.qualify.company-profile':
    'Fit and budget are judged against the tenant’s company profile.',
  'leads.qualify.literal-evidence':
    'Every quote occurs literally in the lead, at its offsets, with emoji and combining marks too.',
  'leads.qualify.flags-claims': 'Claims that do not add up are flagged, not believed.',
  'leads.qualify.injection': 'A text that commands the scorer gets a flag and has no influence.',
  'leads.override.kept':
    'A person’s override needs a reason and survives re-qualification beside the machine’s value.',
  'leads.scores.history': 'Every score is kept; lead_scores holds the current one.',
  'leads.immediate.mail': 'An IMMEDIATE lead sends its owner one e-mail from a fixed template.',
  'leads.plain-words': 'What a model writes about a lead holds no address and no markup.',
  'leads.no-own-words': 'What a model wrote about a lead is not shown to a model again.',

  'batches.estimate':
    'Before many leads are qualified at once it is told how many, by which engine, what it would cost and what that rests on.',
  'batches.runs': 'Many leads are qualified in one batch, each once, with its progress counted.',
  'batches.placed-once':
    'A batch whose process dies while its items are put in place goes on with the next, and has none twice.',
  'batches.window':
    'A batch begins items in its hours only, over midnight and when the clocks change.',
  'batches.steered':
    'A batch is paused, goes on and is cancelled; cancelling ends all that is queued.',
  'batches.agent-off': 'A batch whose agent is switched off says so, and where it is switched on.',
  'batches.budget':
    'When the budget of the day is used up a batch waits, and none of its items fails for it.',
  'batches.behind': 'Items of batches are taken up where nothing else is due.',
} as const satisfies Record<string, string>
