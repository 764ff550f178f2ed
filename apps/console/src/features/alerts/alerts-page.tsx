import { type Alert, AlertStatus } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { BellOff, BellRing, CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Select } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { alertListQuery, useSilence } from './alerts.api.ts'
import { SilenceDialog } from './silence-dialog.tsx'

const route = getRouteApi('/shell/alerts')

const STATUS_LABEL: Record<AlertStatus, string> = { firing: 'Now', resolved: 'Over' }

/** Where the reason is to be found. */
const PLACE = {
  agent_failure_rate: { to: '/executions', label: 'Executions' },
  model_cost: { to: '/costs', label: 'Costs' },
  mcp_server: { to: '/tools', label: 'Tools' },
  database_pool: { to: '/system', label: 'System' },
} as const

export function AlertsPage() {
  const { status } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(alertListQuery(status))
  const alerts = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page
      title="Alerts"
      lead="What is wrong, and what was. Administrators get mail when one begins and when it is over."
      actions={
        <Select
          aria-label="Status"
          className="w-44"
          value={status ?? ''}
          onChange={(event) =>
            void navigate({
              search: { status: AlertStatus.safeParse(event.target.value).data },
              replace: true,
            })
          }
        >
          <option value="">Now and before</option>
          {AlertStatus.options.map((option) => (
            <option key={option} value={option}>
              {STATUS_LABEL[option]}
            </option>
          ))}
        </Select>
      }
    >
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={4} label="Loading the alerts" />
        ) : list.isError && alerts.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : alerts.length === 0 ? (
          <EmptyState icon={CircleCheck} title="Nothing is wrong">
            Failing agents, what models cost, MCP servers that cannot be called and requests that
            wait for the database are looked at every few seconds.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {alerts.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={alerts.length} noun={['alert', 'alerts']} list={list} />
    </Page>
  )
}

function AlertRow({ alert }: { alert: Alert }) {
  const firing = alert.status === 'firing'
  const { to, label } = PLACE[alert.rule]
  const Icon = firing ? TriangleAlert : CircleCheck
  return (
    <li className="grid gap-2 px-4 py-3 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:items-start sm:gap-3">
      <Icon
        aria-hidden
        className={cn('mt-0.5 hidden size-4 sm:block', firing ? 'text-immediate' : 'text-good')}
      />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium">{alert.summary}</p>
        {firing && <p className="text-ink-2 text-sm">{alert.advice}</p>}
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-ink-3 text-xs">
          {!firing && <span>Over</span>}
          <span>
            Since <RelativeTime at={alert.fired_at} />
          </span>
          {alert.resolved_at && (
            <span>
              until <RelativeTime at={alert.resolved_at} />
            </span>
          )}
          {alert.silenced_until && (
            <span>
              Silenced by {alert.silenced_by?.replace(/^\w+:/, '')} until{' '}
              <RelativeTime at={alert.silenced_until} />
            </span>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        <Link
          to={to}
          className="inline-flex h-8 items-center px-2 text-accent text-sm underline underline-offset-3"
        >
          {label}
        </Link>
        <Silence alert={alert} />
      </div>
    </li>
  )
}

function Silence({ alert }: { alert: Alert }) {
  const allowed = useCan()('alerts:silence')
  const silence = useSilence()
  const [open, setOpen] = useState(false)
  if (!allowed) return null
  if (alert.silenced_until !== null)
    return (
      <Button
        size="sm"
        busy={silence.isPending}
        onClick={() => silence.mutate({ id: alert.id, silence: null })}
      >
        <BellRing aria-hidden />
        Tell us again
      </Button>
    )
  if (alert.status !== 'firing') return null
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <BellOff aria-hidden />
        Silence
      </Button>
      <SilenceDialog alert={alert} open={open} onOpenChange={setOpen} />
    </>
  )
}
