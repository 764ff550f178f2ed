/** What we promise about what is told to people afterwards: the trail, and reports over everything. */
export const RECORDS = {
  'audit.no-secrets':
    'The audit trail holds no secret, by the name of its key or by its looks, and no stranger’s message.',
  'audit.tool-calls':
    'Every tool call is recorded with what it was given and gave, how long it took, and whether it was refused.',
  'audit.sealed':
    'Entries are numbered and chained after their commit, in every organization for itself, and miss none.',
  'audit.tampering': 'An entry that was changed, removed, put in or moved is found, and named.',
  'audit.cut-end':
    'A cut end, or a chain made anew, is found beside a signed head that was kept elsewhere.',
  'audit.verify':
    '`insa audit verify` checks the database or an export on any machine, and says what it cannot find.',
  'audit.search':
    'The trail is searched by person, deed, tool, execution, time and text, page by page.',

  'reports.sql': 'An administrator asks in SQL what no page shows; it is recorded.',
  'reports.tenant': 'A report shows the asker’s organization and no other.',
  'reports.hostile':
    'A report that would do more than read its views is refused: other statements, roles, settings, functions, places.',
  'reports.walls': 'Behind the words stand a role, views and a read-only transaction.',
  'reports.limits': 'A report has limits of cost, time and rows.',
} as const satisfies Record<string, string>
