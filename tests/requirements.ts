import { ACCESS } from './requirements/access.ts'
import { APPROVALS } from './requirements/approvals.ts'
import { CLIENTS } from './requirements/clients.ts'
import { CRM } from './requirements/crm.ts'
import { ENGINES } from './requirements/engines.ts'
import { ERPNEXT } from './requirements/erpnext.ts'
import { LEADS } from './requirements/leads.ts'
import { MONEY } from './requirements/money.ts'
import { OPERATIONS } from './requirements/operations.ts'
import { PROCESSES } from './requirements/processes.ts'
import { RECORDS } from './requirements/records.ts'
import { START } from './requirements/start.ts'
import { STRANGERS } from './requirements/strangers.ts'
import { TOOLS } from './requirements/tools.ts'
import { WORK } from './requirements/work.ts'

/**
 * What we promise, as data, a file an area in requirements/. A test cites the promise that it proves by the id at the end of
 * its name:
 *
 *     it('answers with the finished execution when asked to wait [leads.qualify.wait]', …)
 *
 * requirements.test.ts fails when a promise has no test, or a test cites a promise that is not here.
 */
export const REQUIREMENTS = {
  ...START,
  ...PROCESSES,
  ...WORK,
  ...LEADS,
  ...CRM,
  ...ERPNEXT,
  ...ENGINES,
  ...MONEY,
  ...TOOLS,
  ...APPROVALS,
  ...STRANGERS,
  ...ACCESS,
  ...RECORDS,
  ...OPERATIONS,
  ...CLIENTS,
} as const satisfies Record<string, string>

export type RequirementId = keyof typeof REQUIREMENTS

/** Promises whose tests are still to be written. The list must be empty before the work counts as done. */
export const PLANNED: readonly RequirementId[] = []
