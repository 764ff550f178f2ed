import type { ErpnextSync, SyncProblem } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Cable, RefreshCw } from 'lucide-react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { BackfillCard } from './backfill-card.tsx'
import { ConflictsCard } from './conflicts-card.tsx'
import { SiteChoice } from './site-choice.tsx'
import { syncQuery, useSaveSyncSettings, useSyncDeed } from './sync.api.ts'
import { lagWords, STATE } from './sync-words.ts'
import { WinnersCard } from './winners-card.tsx'

export function SyncPage() {
  return (
    <Loaded query={useQuery(syncQuery)} rows={5} label="Loading the exchange with ERPNext">
      {(data) => (data.state === 'off' ? <NotConnected /> : <Exchange sync={data} />)}
    </Loaded>
  )
}

const NotConnected = () => (
  <div className="card">
    <EmptyState icon={Cable} title="No ERPNext site is connected">
      Leads live in the built-in CRM. Set <code className="font-mono text-xs">ERPNEXT_URL</code>,{' '}
      <code className="font-mono text-xs">ERPNEXT_API_KEY</code> and{' '}
      <code className="font-mono text-xs">ERPNEXT_API_SECRET</code> for the first organization’s
      site, and start again.
    </EmptyState>
  </div>
)

function Exchange({ sync }: { sync: ErpnextSync }) {
  return (
    <div className="grid max-w-5xl gap-4">
      <StatusCard sync={sync} />
      <BackfillCard sync={sync} />
      {sync.out.failures.length > 0 && <FailuresCard sync={sync} />}
      <ConflictsCard openCount={sync.open_conflicts} />
      <WinnersCard settings={sync.settings} />
    </div>
  )
}

function StatusCard({ sync }: { sync: ErpnextSync }) {
  const can = useCan()
  const deed = useSyncDeed()
  const save = useSaveSyncSettings()
  const { label, tone } = STATE[sync.state]
  const paused = save.isPending ? save.variables.paused : sync.settings.paused
  return (
    <Card
      title="Exchange with ERPNext"
      aside={
        can('settings:write') && (
          <Button
            size="sm"
            busy={deed.isPending}
            disabled={paused}
            onClick={() =>
              deed.mutate('check', {
                onSuccess: () => toast.success('Looking at everything now'),
                onError: (error) => toast.error(error.message),
              })
            }
          >
            <RefreshCw aria-hidden />
            Look now
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Pill tone={tone}>{label}</Pill>
          <span className="break-all text-ink-2 text-sm">{sync.site_url}</span>
        </p>
        {sync.problem && <ProblemNotice problem={sync.problem} sync={sync} />}
        {!sync.webhook.has_secret && (
          <Notice tone="info">
            Webhooks are off: without{' '}
            <code className="font-mono text-xs">ERPNEXT_WEBHOOK_SECRET</code> changes in ERPNext are
            seen every 30 seconds.
          </Notice>
        )}
        <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
          <Figure label="Behind, coming in" value={lagWords(sync.in.lag_seconds)} />
          <Figure label="Behind, going out" value={lagWords(sync.out.lag_seconds)} />
          <Figure label="Waiting to go out" value={sync.out.waiting} />
          <Figure label="Leads in both" value={sync.leads.linked} />
          <Figure label="Refused by ERPNext" value={sync.out.failed} />
          <Figure label="Open conflicts" value={sync.open_conflicts} />
          <Figure label="Removed there" value={sync.leads.gone} />
          <Figure label="To be qualified" value={sync.in.to_qualify} />
        </dl>
        {can('settings:write') && (
          <div className="flex items-center gap-3 border-line border-t pt-3">
            <Switch
              id="pause-exchange"
              aria-label="Pause the exchange"
              checked={paused}
              disabled={save.isPending}
              onCheckedChange={(next) => save.mutate({ ...sync.settings, paused: next })}
            />
            <label htmlFor="pause-exchange" className="text-sm">
              Pause: nothing is read or written, what comes meanwhile waits
            </label>
          </div>
        )}
      </div>
    </Card>
  )
}

function Figure({ label, value }: { label: string; value: string | number }) {
  return (
    <div className="min-w-0 rounded-lg bg-sunken px-3 py-2">
      <dt className="text-ink-2 text-xs">{label}</dt>
      <dd className="num font-semibold text-lg">
        {typeof value === 'number' ? value.toLocaleString('en') : value}
      </dd>
    </div>
  )
}

function ProblemNotice({ problem, sync }: { problem: SyncProblem; sync: ErpnextSync }) {
  return (
    <Notice tone="bad">
      <p className="break-words font-medium">{problem.message}</p>
      {problem.todo && <p className="mt-1 whitespace-pre-line break-words">{problem.todo}</p>}
      {problem.code === 'other_site' && <SiteChoice />}
      {sync.away_since && (
        <p className="mt-1 text-ink-2">
          Away since <RelativeTime at={sync.away_since} />. Nothing is lost: it is tried again by
          itself.
        </p>
      )}
    </Notice>
  )
}

function FailuresCard({ sync }: { sync: ErpnextSync }) {
  const can = useCan()
  const deed = useSyncDeed()
  return (
    <Card
      flush
      title="Refused by ERPNext"
      aside={
        can('settings:write') && (
          <Button size="sm" busy={deed.isPending} onClick={() => deed.mutate('retry')}>
            Send again
          </Button>
        )
      }
    >
      <ul className="divide-y divide-line">
        {sync.out.failures.map(({ lead_id, title, problem }) => (
          <li key={lead_id} className="grid gap-1 px-4 py-3">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <Link
                to="/leads/$leadId"
                params={{ leadId: lead_id }}
                className="font-medium text-accent hover:underline"
              >
                {title}
              </Link>
              <RelativeTime at={problem.at} className="text-ink-3 text-xs" />
            </p>
            <p className="break-words text-sm">{problem.message}</p>
            <p className="text-ink-2 text-sm">
              {problem.todo ?? 'Put the lead right: it is sent again when it is saved.'}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
