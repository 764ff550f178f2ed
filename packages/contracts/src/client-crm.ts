/** Calls about customers, contacts, addresses, opportunities, projects and activities. */
import type { z } from 'zod'
import {
  Activity,
  type ActivityInput,
  type ActivityListQuery,
  type ActivityPatch,
} from './activities.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import {
  Address,
  type AddressInput,
  type AddressListQuery,
  type AddressPatch,
  Contact,
  type ContactInput,
  type ContactListQuery,
  type ContactPatch,
  Customer,
  CustomerDuplicate,
  type CustomerErasure,
  type CustomerInput,
  type CustomerListQuery,
  type CustomerPatch,
  HistoryEntry,
  type HistoryQuery,
} from './customers.ts'
import {
  type LeadConversion,
  Opportunity,
  type OpportunityInput,
  type OpportunityListQuery,
  type OpportunityLost,
  type OpportunityPatch,
  type OpportunityWon,
  Pipeline,
  type PipelineQuery,
  StageChange,
} from './opportunities.ts'
import { Project, type ProjectInput, type ProjectListQuery, type ProjectPatch } from './projects.ts'

const DuplicatePage = pageOf(CustomerDuplicate)
const HistoryPage = pageOf(HistoryEntry)
const StageChangePage = pageOf(StageChange)

const matching = (etag: string | undefined) => (etag ? { 'if-match': etag } : {})

/** The calls that every kind of record has. */
function recordsClient<T, Input, Patch, Query extends { cursor?: string | undefined }>(
  { send, run }: Transport,
  path: string,
  shape: z.ZodType<T>,
) {
  const Page = pageOf(shape)
  const at = (id: string, rest = '') => `${path}/${encodeURIComponent(id)}${rest}`
  const list = (query: QueryOf<Query> = {}, call?: CallOptions) =>
    send({ method: 'GET', path, query }, Page, call)
  return {
    at,
    calls: {
      list,
      /** Every record that matches, page by page. */
      async *each(query: QueryOf<Query> = {}, call?: CallOptions): AsyncGenerator<T> {
        let cursor: string | undefined = query.cursor
        do {
          const page: z.infer<typeof Page> = await list({ ...query, cursor }, call)
          yield* page.data
          cursor = page.next_cursor ?? undefined
        } while (cursor !== undefined)
      },
      get: (id: string, call?: CallOptions) => send({ method: 'GET', path: at(id) }, shape, call),
      create: (input: Input, call?: CallOptions) =>
        send({ method: 'POST', path, json: input, creates: true }, shape, call),
      /** `etag` is the one of the record as it was read: a change in between answers 412. */
      update: (id: string, etag: string, patch: Patch, call?: CallOptions) =>
        send({ method: 'PATCH', path: at(id), json: patch, headers: matching(etag) }, shape, call),
      remove: (id: string, call?: CallOptions) => run({ method: 'DELETE', path: at(id) }, call),
    },
  }
}

export function customersClient(transport: Transport) {
  const { send } = transport
  const { at, calls } = recordsClient<Customer, CustomerInput, CustomerPatch, CustomerListQuery>(
    transport,
    '/api/v1/customers',
    Customer,
  )
  return {
    ...calls,
    /** One timeline of all that happened with the customer, newest first. */
    history: (id: string, query: QueryOf<HistoryQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/history'), query }, HistoryPage, call),
    duplicates: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/duplicates') }, DuplicatePage, call),
    /** All that the duplicate has comes to `id`. */
    merge: (id: string, duplicateId: string, call?: CallOptions) =>
      send(
        { method: 'POST', path: at(id, '/merge'), json: { customer_id: duplicateId } },
        Customer,
        call,
      ),
    erase: (id: string, input: CustomerErasure, call?: CallOptions) =>
      send({ method: 'POST', path: at(id, '/erase'), json: input }, Customer, call),
  }
}

export const contactsClient = (transport: Transport) =>
  recordsClient<Contact, ContactInput, ContactPatch, ContactListQuery>(
    transport,
    '/api/v1/contacts',
    Contact,
  ).calls

export const addressesClient = (transport: Transport) =>
  recordsClient<Address, AddressInput, AddressPatch, AddressListQuery>(
    transport,
    '/api/v1/addresses',
    Address,
  ).calls

export function opportunitiesClient(transport: Transport) {
  const { send } = transport
  const { at, calls } = recordsClient<
    Opportunity,
    OpportunityInput,
    OpportunityPatch,
    OpportunityListQuery
  >(transport, '/api/v1/opportunities', Opportunity)
  const act = (id: string, verb: string, json: object, etag?: string, call?: CallOptions) =>
    send(
      { method: 'POST', path: at(id, `/${verb}`), json, headers: matching(etag) },
      Opportunity,
      call,
    )
  return {
    ...calls,
    /** Makes an opportunity of a lead, once: asked again, the one that there is is answered. */
    fromLead: (leadId: string, input: LeadConversion = {}, call?: CallOptions) =>
      send(
        {
          method: 'POST',
          path: `/api/v1/leads/${encodeURIComponent(leadId)}/opportunity`,
          json: input,
          creates: true,
        },
        Opportunity,
        call,
      ),
    won: (id: string, input: OpportunityWon = {}, etag?: string, call?: CallOptions) =>
      act(id, 'won', input, etag, call),
    lost: (id: string, input: OpportunityLost, etag?: string, call?: CallOptions) =>
      act(id, 'lost', input, etag, call),
    reopen: (id: string, etag?: string, call?: CallOptions) => act(id, 'reopen', {}, etag, call),
    /** The stages that it went through, newest first. */
    stages: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/stages') }, StageChangePage, call),
    pipeline: (query: QueryOf<PipelineQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/pipeline', query }, Pipeline, call),
  }
}

export const projectsClient = (transport: Transport) =>
  recordsClient<Project, ProjectInput, ProjectPatch, ProjectListQuery>(
    transport,
    '/api/v1/projects',
    Project,
  ).calls

export const activitiesClient = (transport: Transport) =>
  recordsClient<Activity, ActivityInput, ActivityPatch, ActivityListQuery>(
    transport,
    '/api/v1/activities',
    Activity,
  ).calls
