import type { Customer } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { formatMoney } from '../../records/money.ts'
import { OpportunityPill, ProjectPill } from '../../records/status-pills.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { formatDay } from '../../ui/format.ts'
import { dealsQuery, projectsQuery, useAddDeal } from './customers.api.ts'

const ROW =
  'relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 hover:bg-hover'
const TITLE = 'block truncate font-medium after:absolute after:inset-0'

/** What may still be sold to them, and what was. */
export function DealsCard({ customer }: { customer: Customer }) {
  const can = useCan()
  const { data } = useQuery(dealsQuery(customer.id))
  const [adding, setAdding] = useState(false)
  if (!can('opportunities:read')) return null
  return (
    <Card
      title="Opportunities"
      flush
      aside={
        can('opportunities:write') && (
          <Button
            variant="ghost"
            size="icon"
            aria-label="Add an opportunity"
            onClick={() => setAdding(true)}
          >
            <Plus aria-hidden />
          </Button>
        )
      }
    >
      {data?.data.length === 0 && <p className="px-4 py-3 text-ink-2">None yet.</p>}
      <ul className="divide-y divide-line">
        {data?.data.map((o) => (
          <li key={o.id} className={ROW}>
            <div className="min-w-0">
              <Link
                to="/opportunities/$opportunityId"
                params={{ opportunityId: o.id }}
                className={TITLE}
              >
                {o.title}
              </Link>
              <p className="num truncate text-ink-2 text-sm">
                {[
                  o.opportunity_amount && formatMoney(o.opportunity_amount, o.currency),
                  o.sales_stage,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <OpportunityPill status={o.status} />
          </li>
        ))}
      </ul>
      <NewDeal customer={customer} open={adding} onOpenChange={setAdding} />
    </Card>
  )
}

interface NewDealProps {
  customer: Customer
  open: boolean
  onOpenChange: (open: boolean) => void
}

function NewDeal({ customer, open, onOpenChange }: NewDealProps) {
  const add = useAddDeal(customer)
  const [title, setTitle] = useState('')
  const submit = () =>
    add.mutate(title, {
      onSuccess: () => {
        setTitle('')
        onOpenChange(false)
      },
    })
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add an opportunity">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field label="What they may buy" error={add.error?.message}>
          {(control) => (
            <Input {...control} value={title} onChange={(event) => setTitle(event.target.value)} />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={add.isPending} disabled={!title.trim()}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What was sold to them, being done. */
export function ProjectsCard({ customer }: { customer: Customer }) {
  const can = useCan()
  const { data } = useQuery(projectsQuery(customer.id))
  if (!can('projects:read')) return null
  return (
    <Card title="Projects" flush>
      {data?.data.length === 0 && <p className="px-4 py-3 text-ink-2">None yet.</p>}
      <ul className="divide-y divide-line">
        {data?.data.map((project) => (
          <li key={project.id} className={ROW}>
            <div className="min-w-0">
              <Link to="/projects/$projectId" params={{ projectId: project.id }} className={TITLE}>
                {project.project_name}
              </Link>
              <p className="num text-ink-2 text-sm">
                {project.percent_complete} % done
                {project.expected_end_date && `, until ${formatDay(project.expected_end_date)}`}
              </p>
            </div>
            <ProjectPill status={project.status} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
