/** What we promise about a real ERPNext, and the exchange with it. */
export const ERPNEXT = {
  'erpnext.setup':
    '`insa erpnext setup` shows what a site lacks, makes it, and does nothing the second time.',
  'erpnext.setup.resumes': 'Set-up that fails half way goes on from there when it is run again.',
  'erpnext.verify':
    '`insa erpnext verify` says where a real site differs from what we assume of it.',
  'erpnext.tools':
    'The MCP server `erpnext` has at most 25 tools, which check, lock, verify and explain what they write to ERPNext.',
  'erpnext.tools.built-in': 'The same tools keep the same contract on the built-in CRM.',
  'erpnext.agents':
    'Agents’ CRM tools work in ERPNext where it is set and in the built-in CRM elsewhere, under one name, behind one door.',
  'erpnext.sync.webhook':
    'Signed webhooks bring new and changed leads; replays and reordering are harmless, a wrong signature leaves nothing behind.',
  'erpnext.sync.poll':
    'Looking by `modified` and by names finds what no webhook tells of: direct writes, removals, renames, a wrong clock.',
  'erpnext.sync.backfill':
    'A site that was in use before is read in with progress, from where it was cut off, without a flood of qualifications.',
  'erpnext.sync.out':
    'Leads, changes and scores of ours go to ERPNext once, whatever answers are lost.',
  'erpnext.sync.conflicts':
    'A field that both sides changed goes by the tenant’s rule, is told, and can be decided by a person.',
  'erpnext.sync.identity':
    'A number that ERPNext gives out again is another lead; a renamed or hidden lead is not taken for removed.',
  'erpnext.sync.away': 'ERPNext away for an hour: nothing is lost, all is caught up, once.',
  'erpnext.sync.words':
    'A site that cannot be exchanged with: what is wrong and what to do, and nothing half-written.',
  'erpnext.words':
    'Wrong credentials and a wrong address are told with what to do about it, and nothing is written.',
} as const satisfies Record<string, string>
