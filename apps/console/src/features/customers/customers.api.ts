import type {
  AddressInput,
  ContactInput,
  Customer,
  CustomerErasure,
  CustomerInput,
  CustomerPatch,
  HistoryKind,
} from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import type { CustomersSearch } from './customers.search.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 50
/** Entries of a history fetched at a time. */
const HISTORY_SIZE = 30

export const customerListQuery = (filters: CustomersSearch) =>
  infiniteQueryOptions({
    queryKey: keys.customerList(filters),
    queryFn: ({ pageParam, signal }) =>
      client.customers.list({ ...filters, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => client.customers.get(id, { signal }),
  })

export const historyQuery = (id: string, kind: HistoryKind | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.customerHistory(id, { kind }),
    queryFn: ({ pageParam, signal }) =>
      client.customers.history(id, { kind, limit: HISTORY_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const contactsQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.contacts(customerId),
    queryFn: ({ signal }) =>
      client.contacts.list({ customer_id: customerId, limit: 200 }, { signal }),
  })

export const addressesQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.addresses(customerId),
    queryFn: ({ signal }) =>
      client.addresses.list({ customer_id: customerId, limit: 200 }, { signal }),
  })

export const duplicatesQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.customerDuplicates(customerId),
    queryFn: ({ signal }) => client.customers.duplicates(customerId, { signal }),
  })

export const dealsQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.opportunityList({ customer_id: customerId }),
    queryFn: ({ signal }) =>
      client.opportunities.list({ customer_id: customerId, limit: 50 }, { signal }),
  })

export const projectsQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.projectList({ customer_id: customerId }),
    queryFn: ({ signal }) =>
      client.projects.list({ customer_id: customerId, limit: 50 }, { signal }),
  })

/** Every change of a customer, or of what is theirs, makes what is shown of customers stale. */
function useCustomerChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  showsItsErrors = true,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { showsItsErrors },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.customers }),
        queryClient.invalidateQueries({ queryKey: keys.opportunities }),
      ]),
  })
}

export const useCreateCustomer = () =>
  useCustomerChange((input: CustomerInput) => client.customers.create(input))

export const useUpdateCustomer = (id: string) =>
  useCustomerChange(({ etag, patch }: { etag: string; patch: CustomerPatch }) =>
    client.customers.update(id, etag, patch),
  )

export const useRemoveCustomer = (id: string) =>
  useCustomerChange(() => client.customers.remove(id), false)

export const useMergeCustomer = (id: string) =>
  useCustomerChange((duplicateId: string) => client.customers.merge(id, duplicateId), false)

export const useEraseCustomer = (id: string) =>
  useCustomerChange((input: CustomerErasure) => client.customers.erase(id, input))

export const useAddContact = () =>
  useCustomerChange((input: ContactInput) => client.contacts.create(input))

export const useRemoveContact = () =>
  useCustomerChange((id: string) => client.contacts.remove(id), false)

export const useAddAddress = () =>
  useCustomerChange((input: AddressInput) => client.addresses.create(input))

export const useRemoveAddress = () =>
  useCustomerChange((id: string) => client.addresses.remove(id), false)

export function useAddDeal(customer: Customer) {
  return useCustomerChange((title: string) =>
    client.opportunities.create({
      title,
      customer_id: customer.id,
      ...(customer.default_currency ? { currency: customer.default_currency } : {}),
      opportunity_owner: customer.account_manager,
    }),
  )
}
