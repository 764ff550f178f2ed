import { useQuery } from '@tanstack/react-query'
import { Bird, Plus } from 'lucide-react'
import { useState } from 'react'
import { alarmsQuery, canariesQuery } from '../../records/canaries.api.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { AlarmRow } from './alarm-row.tsx'
import { CanaryRow } from './canary-row.tsx'
import { MarkForm } from './mark-form.tsx'

export function CanariesPage() {
  const [marking, setMarking] = useState(false)
  const add = (
    <Button size="sm" variant="primary" onClick={() => setMarking(true)}>
      <Plus aria-hidden />
      New canary
    </Button>
  )
  return (
    <div className="grid max-w-5xl gap-4">
      <p className="max-w-prose text-ink-2 text-sm">
        A canary is a record that nobody has a reason to read. When somebody does, or something, an
        alarm rings: here, by mail to the administrators, and an agent’s run is stopped. Nobody but
        administrators can tell one from any other record.
      </p>
      <Alarms />
      <Card title="Canaries" aside={add} flush>
        <Canaries />
      </Card>
      <Dialog
        open={marking}
        onOpenChange={setMarking}
        title="New canary"
        description="A lead of nobody: invent a company and an e-mail address that is used nowhere else. It does not qualify itself."
      >
        <MarkForm onDone={() => setMarking(false)} />
      </Dialog>
    </div>
  )
}

function Alarms() {
  const { data, error, refetch } = useQuery(alarmsQuery({}))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <Card title="Alarms" flush>
      {!data ? (
        <SkeletonRows rows={2} label="Loading the alarms" />
      ) : data.data.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">None. Nobody has read a canary.</p>
      ) : (
        <ul className="divide-y divide-line">
          {data.data.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Canaries() {
  const { data, error, refetch } = useQuery(canariesQuery)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={2} label="Loading the canaries" />
  if (data.data.length === 0) {
    return (
      <EmptyState icon={Bird} title="No canaries yet">
        Make a lead that is one, or mark an old one from its page.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {data.data.map((canary) => (
        <CanaryRow key={canary.id} canary={canary} />
      ))}
    </ul>
  )
}
