import type { CanaryAlarm } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { useAcknowledge } from '../../records/canaries.api.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { OUTCOME_LABEL } from './labels.ts'

export function AlarmRow({ alarm }: { alarm: CanaryAlarm }) {
  const { id, level, reader, outcome, via, execution_id, records, reads, last_at } = alarm
  const acknowledge = useAcknowledge()
  const isOpen = level === 'alarm' && alarm.acknowledged_at === null
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 px-4 py-2.5">
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-all font-medium">{reader}</span>
          <Pill tone={isOpen ? 'bad' : 'plain'}>{OUTCOME_LABEL[outcome]}</Pill>
        </p>
        <p className="break-words text-ink-2 text-sm">
          {records.map((r) => r.title ?? r.record_id).join(', ')}
        </p>
        <p className="break-words text-ink-3 text-sm">
          <span className="font-mono text-xs">{via}</span>
          {' · '}
          {reads > 1 && `${reads} times, last `}
          <RelativeTime at={last_at} />
          {alarm.acknowledged_by && ` · looked at by ${alarm.acknowledged_by}`}
          {execution_id && (
            <>
              {' · '}
              <Link
                to="/executions/$executionId"
                params={{ executionId: execution_id }}
                className="text-accent underline underline-offset-3"
              >
                the run, which was stopped
              </Link>
            </>
          )}
        </p>
      </div>
      {isOpen && (
        <Button
          size="sm"
          variant="primary"
          busy={acknowledge.isPending}
          onClick={() => acknowledge.mutate(id)}
          aria-label={`I have looked at the alarm of ${reader}`}
        >
          I have looked
        </Button>
      )}
    </li>
  )
}
