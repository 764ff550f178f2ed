import { CustomerType } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Building2, Plus, SearchX, X } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { PeopleFilter } from '../../records/people-filter.tsx'
import { SearchBox } from '../../records/search-box.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { NewCustomer } from './customer-form.tsx'
import { customerListQuery } from './customers.api.ts'
import { type CustomersSearch, hasFilters } from './customers.search.ts'
import { CustomersTable } from './customers-table.tsx'

const route = getRouteApi('/shell/customers')

export function CustomersPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const list = useInfiniteQuery(customerListQuery(search))
  const customers = list.data?.pages.flatMap((page) => page.data) ?? []
  const change = (patch: Partial<CustomersSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  const clear = () => void navigate({ search: { sort: search.sort }, replace: true })
  return (
    <Page
      title="Customers"
      actions={
        can('customers:write') && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            New customer
          </Button>
        )
      }
    >
      <Toolbar search={search} onChange={change} onClear={clear} />
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={8} label="Loading the customers" />
        ) : list.isError && customers.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : customers.length === 0 ? (
          <NoCustomers filtered={hasFilters(search)} onClear={clear} />
        ) : (
          <CustomersTable
            customers={customers}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
          />
        )}
      </div>
      <LoadMore shown={customers.length} noun={['customer', 'customers']} list={list} />
      <NewCustomer open={adding} onOpenChange={setAdding} />
    </Page>
  )
}

interface ToolbarProps {
  search: CustomersSearch
  onChange: (patch: Partial<CustomersSearch>) => void
  onClear: () => void
}

function Toolbar({ search, onChange, onClear }: ToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        noun="customers"
        value={search.q ?? ''}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      <PeopleFilter
        label="Account manager"
        value={search.account_manager}
        onChange={(account_manager) => onChange({ account_manager })}
      />
      <Select
        aria-label="Kind"
        className="w-auto"
        value={search.customer_type ?? ''}
        onChange={(event) =>
          onChange({
            customer_type: CustomerType.optional().catch(undefined).parse(event.target.value),
          })
        }
      >
        <option value="">All kinds</option>
        {CustomerType.options.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </Select>
      {hasFilters(search) && (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </div>
  )
}

function NoCustomers({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState
      icon={SearchX}
      title="No customer matches"
      actions={<Button onClick={onClear}>Clear search and filters</Button>}
    />
  ) : (
    <EmptyState icon={Building2} title="No customers yet">
      A lead becomes a customer when its opportunity is won. Those that you have already can be
      written down here.
    </EmptyState>
  )
}
