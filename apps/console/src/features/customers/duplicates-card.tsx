import type { Customer, CustomerDuplicate } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Merge } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { formatPercent } from '../../ui/format.ts'
import { duplicatesQuery, useMergeCustomer } from './customers.api.ts'

/** Only there where there are some. */
export function DuplicatesCard({ customer }: { customer: Customer }) {
  const { data } = useQuery(duplicatesQuery(customer.id))
  if (!data || data.data.length === 0) return null
  return (
    <Card title="May be the same customer" flush>
      <ul className="divide-y divide-line">
        {data.data.map((duplicate) => (
          <Duplicate key={duplicate.customer.id} customer={customer} duplicate={duplicate} />
        ))}
      </ul>
    </Card>
  )
}

interface DuplicateProps {
  customer: Customer
  duplicate: CustomerDuplicate
}

function Duplicate({ customer, duplicate }: DuplicateProps) {
  const can = useCan()
  const merge = useMergeCustomer(customer.id)
  const [asking, setAsking] = useState(false)
  const { id, customer_name } = duplicate.customer
  const confirm = () =>
    merge.mutate(id, {
      onSuccess: () => toast.success(`${customer_name} is merged into this customer`),
      onSettled: () => setAsking(false),
    })
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <Link
          to="/customers/$customerId"
          params={{ customerId: id }}
          className="font-medium hover:text-accent hover:underline"
        >
          {customer_name}
        </Link>
        <p className="text-ink-2 text-sm">
          {duplicate.reasons.join(', ')} · {formatPercent(duplicate.confidence)}
        </p>
      </div>
      {can('customers:delete') && (
        <Button size="sm" onClick={() => setAsking(true)}>
          <Merge aria-hidden />
          Merge
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Merge ${customer_name} into ${customer.customer_name}?`}
        confirm="Merge"
        busy={merge.isPending}
        onConfirm={confirm}
      >
        All that it has comes here: contacts, addresses, leads, opportunities, projects, activities.
        Its name stays in the history. This cannot be taken back.
      </ConfirmDialog>
    </li>
  )
}
