/** The features about customers and sales, wired to each other; for compose.ts alone. */
import { eraseActivities } from './features/activities/activities.store.ts'
import { ACTIVITIES } from './features/activities/activity.ts'
import { activitiesFeature } from './features/activities/index.ts'
import { ADDRESSES } from './features/customers/address.ts'
import { CONTACTS } from './features/customers/contact.ts'
import { CUSTOMERS } from './features/customers/customer.ts'
import { customerOfLead } from './features/customers/customer-of-lead.ts'
import { findCustomer } from './features/customers/customers.store.ts'
import { customersFeature } from './features/customers/index.ts'
import {
  findLeadByEmail,
  followSale,
  leaveCustomer,
  lockLeadForSale,
} from './features/leads/lead-for-sale.ts'
import {
  eraseLeadsOfCustomer,
  moveLead,
  moveLeadsToCustomer,
} from './features/leads/leads-for-sale.store.ts'
import { opportunitiesFeature } from './features/opportunities/index.ts'
import type { DemoDealsDeps } from './features/opportunities/insert-demo-deals.ts'
import {
  countOpenOpportunities,
  eraseOpportunities,
  findCustomerOfOpportunity,
  hasLiveOpportunity,
  moveOpportunities,
} from './features/opportunities/opportunities.store.ts'
import { projectsFeature } from './features/projects/index.ts'
import { PROJECTS } from './features/projects/project.ts'
import { eraseProjects, moveProjects } from './features/projects/projects.store.ts'
import type { Database } from './platform/database/database.ts'
import type { RecordDeps } from './platform/records/record-kind.ts'
import { moveToCustomer } from './platform/records/records.store.ts'

/** What puts the demo's deals in place. */
export const demoDealsDeps = (database: Database): DemoDealsDeps => ({
  database,
  kinds: {
    customers: CUSTOMERS,
    contacts: CONTACTS,
    addresses: ADDRESSES,
    projects: PROJECTS,
    activities: ACTIVITIES,
  },
  findLead: findLeadByEmail,
  moveLead,
})

/** Customers, opportunities, projects, activities: what each does with the others' rows is handed in here. */
export function crmFeatures(deps: RecordDeps) {
  return [
    customersFeature({
      ...deps,
      countOpenOpportunities,
      releaseLeads: (tx, call, id) =>
        leaveCustomer({ ...deps, hasOpportunity: hasLiveOpportunity }, tx, call, id),
      followers: {
        leads: moveLeadsToCustomer,
        opportunities: moveOpportunities,
        projects: moveProjects,
        activities: (tx, from, into) => moveToCustomer(tx, 'activities', from, into),
        executions: (tx, from, into) => moveToCustomer(tx, 'agent_executions', from, into),
      },
      // Activities first: those of a lead go with it.
      erasers: {
        activities: eraseActivities,
        opportunities: eraseOpportunities,
        projects: eraseProjects,
        leads: eraseLeadsOfCustomer,
      },
    }),
    opportunitiesFeature({
      ...deps,
      leads: {
        lock: lockLeadForSale,
        follow: (tx, call, lead, sale) => followSale(deps, tx, call, lead, sale),
      },
      customers: {
        find: findCustomer,
        ofLead: (tx, call, of) => customerOfLead(deps, tx, call, of),
      },
    }),
    projectsFeature({
      ...deps,
      customerName: async (tx, id) => (await findCustomer(tx, id))?.customer_name ?? null,
      customerOfOpportunity: findCustomerOfOpportunity,
    }),
    activitiesFeature(deps),
  ]
}
