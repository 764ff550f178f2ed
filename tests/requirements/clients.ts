/** What we promise about the console and the command line, as people use them. */
export const CLIENTS = {
  'console.sign-in': 'In a browser: sign in and out.',
  'console.import': 'In a browser: import leads and watch the progress.',
  'console.qualify': 'In a browser: qualify a lead and see its evidence in the message.',
  'console.sales-process':
    'In a browser: set the stages and reasons of the sales process; opportunities come along.',
  'console.override': 'In a browser: override a score with a reason.',
  'console.replay': 'In a browser: replay a run on another engine and see both side by side.',
  'console.costs': 'In a browser: see what models cost, by day and by what, and set the limits.',
  'console.audit': 'In a browser: search the audit trail, open an entry, export it all.',
  'console.approvals':
    'In a browser: see what an agent wants to do, change it, approve it; not what one began oneself.',
  'console.tools':
    'In a browser: see the servers of tools, how they do, and what has changed in them, as text.',
  'console.pipeline':
    'In a browser: a lead becomes an opportunity, moves by keyboard and menu, goes back when somebody was faster, and is won or lost with a reason.',
  'console.customer': 'In a browser: a customer with its history, contacts, deals and notes.',
  'console.accessible':
    'axe finds nothing serious on any page, light or dark, at desk or phone width.',
  'console.change-password': 'In a browser: change one’s own password.',
  'console.approval-rules':
    'In a browser: see which calls need a person, change it with a preview of what that would do, and faults beside their fields.',
  'console.tool-policy':
    'In a browser: see which agent may use which tool on which conditions, and change it with a preview.',
  'console.settle': 'In a browser: see what nobody knows the fate of, and say what happened.',

  'cli.batches': 'The command line says what a batch costs, starts it, and shows how far it is.',
  'cli.leads': '`insa leads` lists, shows, imports and qualifies, for people and with `--json`.',
  'cli.records':
    '`insa customers`, `opportunities` and `projects` list, show, create and move, for people and with `--json`.',
  'cli.executions':
    '`insa executions show --follow` follows a run to its end and exits with its fate.',
  'cli.replay': '`insa executions replay` replays a run and shows both side by side.',
  'cli.erpnext-sync':
    'On the command line: how the exchange with ERPNext stands, and reading a site in.',
  'cli.costs': '`insa costs` tells what models cost, and what is left of the day’s budget.',
  'cli.approvals': '`insa approvals` lists, shows, approves and rejects what waits for a person.',
  'cli.doctor': '`insa doctor` says what works and what does not.',
} as const satisfies Record<string, string>
