import type { Customer } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Pill } from '../../ui/badges.tsx'
import { formatNumber } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { CustomersSearch } from './customers.search.ts'

type Sort = CustomersSearch['sort']

interface CustomersTableProps {
  customers: readonly Customer[]
  sort: Sort
  onSort: (sort: Sort) => void
}

/** A table from 768 px, two lines a customer below. */
export function CustomersTable({ customers, sort = 'customer_name', onSort }: CustomersTableProps) {
  const header = (field: 'customer_name' | 'created_at', label: string, className: string) => {
    const [up, down] = [field, `-${field}`] as const
    const direction = sort === up ? 'ascending' : sort === down ? 'descending' : 'none'
    const first = field === 'customer_name' ? up : down
    const second = first === up ? down : up
    return (
      <th scope="col" aria-sort={direction} className={className}>
        <button
          type="button"
          onClick={() => onSort(sort === first ? second : first)}
          className="inline-flex items-center gap-1 hover:text-ink"
        >
          {label}
          {direction === 'ascending' && <ArrowUp aria-hidden className="size-3.5" />}
          {direction === 'descending' && <ArrowDown aria-hidden className="size-3.5" />}
        </button>
      </th>
    )
  }
  return (
    <table className="w-full table-fixed text-left">
      <thead className="border-line border-b bg-sunken text-ink-2 text-xs">
        <tr className="[&>th]:h-9 [&>th]:px-2 [&>th]:font-medium">
          {header('customer_name', 'Customer', 'pl-4!')}
          <th scope="col" className="hidden w-40 md:table-cell">
            Territory
          </th>
          <th scope="col" className="hidden w-48 lg:table-cell">
            Industry
          </th>
          <th scope="col" className="hidden w-40 lg:table-cell">
            Account manager
          </th>
          <th scope="col" className="w-20 text-right md:w-32">
            Open deals
          </th>
          {header('created_at', 'Since', 'w-20 pr-4! text-right md:w-28')}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {customers.map((customer) => (
          <CustomerRow key={customer.id} customer={customer} />
        ))}
      </tbody>
    </table>
  )
}

function CustomerRow({ customer }: { customer: Customer }) {
  return (
    <tr className="relative h-13 transition-colors hover:bg-hover has-[a:focus-visible]:bg-selected [&>td]:px-2">
      <td className="pl-4!">
        <Link
          to="/customers/$customerId"
          params={{ customerId: customer.id }}
          className="block truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {customer.customer_name}
        </Link>
        <span className="flex items-center gap-2 text-ink-3 text-xs">
          <span className="truncate">{customer.email_id ?? customer.customer_type}</span>
          {customer.disabled && <Pill>Disabled</Pill>}
        </span>
      </td>
      <td className="hidden truncate text-ink-2 text-sm md:table-cell">{customer.territory}</td>
      <td className="hidden truncate text-ink-2 text-sm lg:table-cell">{customer.industry}</td>
      <td className="hidden truncate text-ink-2 text-sm lg:table-cell">
        {customer.account_manager?.split('@')[0] ?? '—'}
      </td>
      <td className="num text-right">{formatNumber(customer.open_opportunities)}</td>
      <td className="num pr-4! text-right text-ink-2 text-sm">
        <RelativeTime at={customer.created_at} />
      </td>
    </tr>
  )
}
