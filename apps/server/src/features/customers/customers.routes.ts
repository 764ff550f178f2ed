/** /api/v1/customers: records, history, duplicates, merge, erasure. */
import {
  Customer,
  CustomerDuplicate,
  CustomerErasure,
  CustomerInput,
  CustomerListQuery,
  CustomerMerge,
  CustomerPatch,
  HistoryEntry,
  HistoryQuery,
  pageOf,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { TypedApp } from '../../platform/http/types.ts'
import {
  addRecordRoutes,
  callOf,
  IF_MATCH,
  RecordParams,
} from '../../platform/records/record-routes.ts'
import { changeCustomer, createCustomer, removeCustomer } from './change-customer.ts'
import { countCustomers } from './count-customers.ts'
import { CUSTOMERS, presentCustomer } from './customer.ts'
import { listCustomers } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'
import { eraseCustomer } from './erase-customer.ts'
import { findDuplicates } from './find-duplicates.ts'
import { mergeCustomers } from './merge-customers.ts'
import { readCustomer, readCustomerHistory } from './read-customer.ts'

const PATH = '/api/v1/customers'
const tags = ['Customers']

export const customersRoutes =
  (deps: CustomersDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addRecordRoutes(plain, deps, {
      kind: CUSTOMERS,
      path: PATH,
      tag: 'Customers',
      words: { one: 'a customer', many: 'customers' },
      rights: { read: 'customers:read', write: 'customers:write', remove: 'customers:delete' },
      shape: Customer,
      input: CustomerInput,
      patch: CustomerPatch,
      query: CustomerListQuery,
      list: async (tx, query, after) =>
        countCustomers(deps, tx, await listCustomers(tx, query, after)),
      present: presentCustomer,
      create: (call, input, keep) => createCustomer(deps, call, input, keep),
      read: (call, key) => readCustomer(deps, call, key),
      change: (call, key, ifMatch, patch) => changeCustomer(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeCustomer(deps, call, key, ifMatch),
    })
    addReading(app, deps)
    addMergeAndErasure(app, deps)
  }

function addReading(app: TypedApp, deps: CustomersDeps): void {
  app.get(
    `${PATH}/:id/history`,
    {
      schema: {
        tags,
        summary: 'All that happened with a customer, newest first',
        description: 'Entries of what the caller may not read are left out.',
        params: RecordParams,
        querystring: HistoryQuery,
        response: { 200: pageOf(HistoryEntry) },
      },
      config: { permission: 'customers:read' },
    },
    (request) => readCustomerHistory(deps, callOf(request), request.params.id, request.query),
  )
  app.get(
    `${PATH}/:id/duplicates`,
    {
      schema: {
        tags,
        summary: 'Customers that may be the same',
        params: RecordParams,
        response: { 200: pageOf(CustomerDuplicate) },
      },
      config: { permission: 'customers:read' },
    },
    async (request) => ({
      data: await findDuplicates(deps, callOf(request), request.params.id),
      next_cursor: null,
    }),
  )
}

function addMergeAndErasure(app: TypedApp, deps: CustomersDeps): void {
  app.post(
    `${PATH}/:id/merge`,
    {
      schema: {
        tags,
        summary: 'Merge a duplicate into a customer',
        description:
          'All that the duplicate has comes to this one; its id and ERPNext name lead here from then on.',
        params: RecordParams,
        body: CustomerMerge,
        response: { 200: Customer },
      },
      config: { permission: 'customers:delete', reads: IF_MATCH },
    },
    (request) =>
      mergeCustomers(
        deps,
        callOf(request),
        request.params.id,
        request.headers['if-match'],
        request.body,
      ),
  )
  app.post(
    `${PATH}/:id/erase`,
    {
      schema: {
        tags,
        summary: 'Erase who a customer’s people are',
        description:
          'Contacts, addresses, leads, activities and every name and word of theirs go for good. Amounts, stages and dates stay.',
        params: RecordParams,
        body: CustomerErasure,
        response: { 200: Customer },
      },
      config: { permission: 'customers:delete' },
    },
    (request) => eraseCustomer(deps, callOf(request), request.params.id, request.body),
  )
}
