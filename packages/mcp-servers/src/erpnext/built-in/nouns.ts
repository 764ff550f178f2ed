/** What our own tables have, under the DocTypes' names: how each is read, written and searched over the HTTP API. */
import {
  ActivityInput,
  ActivityListQuery,
  ActivityPatch,
  AddressInput,
  AddressListQuery,
  AddressPatch,
  type Client,
  ContactInput,
  ContactListQuery,
  ContactPatch,
  CustomerInput,
  CustomerListQuery,
  CustomerPatch,
  LeadInput,
  LeadListQuery,
  LeadPatch,
  OpportunityInput,
  OpportunityListQuery,
  OpportunityPatch,
  ProjectInput,
  ProjectListQuery,
  ProjectPatch,
} from '@insa/contracts'
import type { z } from 'zod'

/** Any record of ours. */
export type Row = Record<string, unknown> & { id: string; etag: string }

interface Call {
  signal?: AbortSignal | undefined
}

interface Calls {
  list(query: never, call?: Call): Promise<{ data: unknown[]; next_cursor: string | null }>
  get(id: string, call?: Call): Promise<unknown>
  create(input: never, call?: Call): Promise<unknown>
  update(id: string, etag: string, patch: never, call?: Call): Promise<unknown>
}

export interface Noun {
  doctype: string
  calls: Calls
  input: z.ZodObject
  patch: z.ZodObject
  query: z.ZodObject
  /** What people know it by; the first that there is. */
  label: readonly string[]
}

const shape = (schema: unknown) => schema as z.ZodObject

const noun = (
  doctype: string,
  calls: unknown,
  [input, patch, query]: [unknown, unknown, unknown],
  label: string[],
): Noun => ({
  doctype,
  // Each answers its own shape; here only what all have in common counts.
  calls: calls as Calls,
  input: shape(input),
  patch: shape(patch),
  query: shape(query),
  label,
})

export function createNouns(client: Client): ReadonlyMap<string, Noun> {
  const nouns = [
    noun(
      'Lead',
      client.leads,
      [LeadInput, LeadPatch, LeadListQuery],
      [...['company_name', 'lead_name', 'email_id']],
    ),
    noun(
      'Customer',
      client.customers,
      [CustomerInput, CustomerPatch, CustomerListQuery],
      ['customer_name'],
    ),
    noun('Contact', client.contacts, [ContactInput, ContactPatch, ContactListQuery], ['full_name']),
    noun(
      'Address',
      client.addresses,
      [AddressInput, AddressPatch, AddressListQuery],
      [...['address_title', 'address_line1']],
    ),
    noun(
      'Opportunity',
      client.opportunities,
      [OpportunityInput, OpportunityPatch, OpportunityListQuery],
      ['title'],
    ),
    noun(
      'Project',
      client.projects,
      [ProjectInput, ProjectPatch, ProjectListQuery],
      ['project_name'],
    ),
    noun(
      'Activity',
      client.activities,
      [ActivityInput, ActivityPatch, ActivityListQuery],
      [...['subject', 'content']],
    ),
  ]
  return new Map(nouns.map((n) => [n.doctype, n]))
}

export function labelOf(noun: Noun, row: Row): string {
  const texts = noun.label.map((key) => row[key]).filter((v) => typeof v === 'string' && v !== '')
  return texts.length > 0 ? texts.join(', ') : row.id
}
