/** The 25 tools, on whichever system stands behind them. */
import type { Tool } from '../kit/index.ts'
import type { CrmBackend } from './backend.ts'
import { addAddress } from './tools/add-address.ts'
import { addContact } from './tools/add-contact.ts'
import { addNote } from './tools/add-note.ts'
import { aggregateRecords } from './tools/aggregate-records.ts'
import { assignRecord } from './tools/assign-record.ts'
import { convertLeadToOpportunity } from './tools/convert-lead-to-opportunity.ts'
import { convertOpportunityToQuotation } from './tools/convert-opportunity-to-quotation.ts'
import { convertToCustomer } from './tools/convert-to-customer.ts'
import { createLead } from './tools/create-lead.ts'
import { createRecord } from './tools/create-record.ts'
import { describeDoctype } from './tools/describe-doctype.ts'
import { findDuplicateLeads } from './tools/find-duplicate-leads.ts'
import { getLead } from './tools/get-lead.ts'
import { getRecord } from './tools/get-record.ts'
import { listLeads } from './tools/list-leads.ts'
import { listRecords } from './tools/list-records.ts'
import { logCommunication } from './tools/log-communication.ts'
import { planActivity } from './tools/plan-activity.ts'
import { qualifyLead } from './tools/qualify-lead.ts'
import { runReport } from './tools/run-report.ts'
import { searchRecords } from './tools/search-records.ts'
import { submitRecord } from './tools/submit-record.ts'
import { updateLead } from './tools/update-lead.ts'
import { updateRecord } from './tools/update-record.ts'
import { uploadFile } from './tools/upload-file.ts'

/** Each on the back end that it is given. */
export const ERPNEXT_TOOLS: readonly ((crm: CrmBackend) => Tool)[] = [
  listLeads,
  getLead,
  createLead,
  updateLead,
  qualifyLead,
  findDuplicateLeads,
  convertLeadToOpportunity,
  convertOpportunityToQuotation,
  convertToCustomer,
  assignRecord,
  addContact,
  addAddress,
  addNote,
  logCommunication,
  planActivity,
  searchRecords,
  aggregateRecords,
  describeDoctype,
  listRecords,
  getRecord,
  createRecord,
  updateRecord,
  submitRecord,
  uploadFile,
  runReport,
]

export const erpnextTools = (crm: CrmBackend): Tool[] => ERPNEXT_TOOLS.map((tool) => tool(crm))
