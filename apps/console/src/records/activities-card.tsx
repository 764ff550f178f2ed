import { type Activity, isPlanned } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Check, MessagesSquare, RotateCcw, Trash2 } from 'lucide-react'
import { useCan } from '../app/session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { formatDay, formatInstant } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../ui/states.tsx'
import {
  type About,
  activitiesQuery,
  useChangeActivity,
  useRemoveActivity,
} from './activities.api.ts'
import { ActivityForm } from './activity-form.tsx'
import { ACTIVITY_ICON, ACTIVITY_LABEL } from './activity-icon.tsx'

/** What was said and done about a record, and what is to be done: that first. */
export function ActivitiesCard({ about }: { about: About }) {
  const can = useCan()
  const { data, error, refetch } = useQuery(activitiesQuery(about))
  if (!can('activities:read')) return null
  const all = data?.data ?? []
  const toDo = all.filter((a) => a.status === 'Open').sort(byDay)
  const done = all.filter((a) => a.status !== 'Open')
  return (
    <Card title="Notes and activities" flush>
      {can('activities:write') && <ActivityForm about={about} />}
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={3} label="Loading the activities" />
        )
      ) : all.length === 0 ? (
        <EmptyState icon={MessagesSquare} title="Nothing yet" className="py-8">
          Write down what was said, so that the next one who calls knows it.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {[...toDo, ...done].map((activity) => (
            <ActivityItem key={activity.id} activity={activity} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** What has no day comes last. */
const byDay = (a: Activity, b: Activity) => (dayOf(a) ?? '9').localeCompare(dayOf(b) ?? '9')
const dayOf = ({ date, starts_on }: Activity) => date ?? starts_on

function ActivityItem({ activity }: { activity: Activity }) {
  const Icon = ACTIVITY_ICON[activity.activity_type]
  const isClosed = activity.status === 'Closed' || activity.status === 'Cancelled'
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-x-3 px-4 py-3">
      <span className="grid size-7 place-items-center rounded-full bg-sunken text-ink-2">
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="grid min-w-0 gap-0.5">
        {activity.subject && (
          <p className={cn('break-words font-medium', isClosed && 'text-ink-3 line-through')}>
            {activity.subject}
          </p>
        )}
        {activity.content && (
          <p className="whitespace-pre-wrap break-words text-ink-2">{activity.content}</p>
        )}
        <p className="flex flex-wrap gap-x-2 text-ink-3 text-xs">
          <span>{ACTIVITY_LABEL[activity.activity_type]}</span>
          <Due activity={activity} />
          {activity.allocated_to && <span>{activity.allocated_to.split('@')[0]}</span>}
          <RelativeTime at={activity.communication_date ?? activity.created_at} />
          <span>{activity.created_by.replace(/^\w+:/, '').split('@')[0]}</span>
        </p>
      </div>
      <ActivityButtons activity={activity} />
    </li>
  )
}

function Due({ activity: { date, starts_on, status } }: { activity: Activity }) {
  if (starts_on) return <span>{formatInstant(starts_on)}</span>
  if (!date) return null
  const isLate = status === 'Open' && date < new Date().toISOString().slice(0, 10)
  return (
    <span className={cn(isLate && 'font-semibold text-immediate')}>
      until {formatDay(date)}
      {isLate && ', late'}
    </span>
  )
}

function ActivityButtons({ activity }: { activity: Activity }) {
  const can = useCan()
  const change = useChangeActivity()
  const remove = useRemoveActivity()
  if (!can('activities:write')) return null
  const isOpen = activity.status === 'Open'
  const name = activity.subject ?? ACTIVITY_LABEL[activity.activity_type].toLowerCase()
  return (
    <div className="flex items-start">
      {isPlanned(activity.activity_type) && (
        <Button
          variant="ghost"
          size="icon"
          busy={change.isPending}
          aria-label={isOpen ? `Done: ${name}` : `Open again: ${name}`}
          onClick={() =>
            change.mutate({ ...activity, patch: { status: isOpen ? 'Closed' : 'Open' } })
          }
        >
          {isOpen ? <Check aria-hidden /> : <RotateCcw aria-hidden />}
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon"
        busy={remove.isPending}
        aria-label={`Delete: ${name}`}
        onClick={() => remove.mutate(activity.id)}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  )
}
