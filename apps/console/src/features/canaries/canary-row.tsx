import type { Canary } from '@insa/contracts'
import { toast } from 'sonner'
import { useUnmarkCanary } from '../../records/canaries.api.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RECORD_LABEL } from './labels.ts'

/** Without a link to the record: who follows it rings. */
export function CanaryRow({ canary }: { canary: Canary }) {
  const { id, title, record_type, note, marked_at, marked_by } = canary
  const unmark = useUnmarkCanary()
  const take = () =>
    unmark.mutate(id, { onSuccess: () => toast.success(`${title ?? 'It'} is no canary any more`) })
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2.5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-words font-medium">{title ?? 'A record that is gone'}</span>
          <Pill>{RECORD_LABEL[record_type]}</Pill>
        </p>
        <p className="break-words text-ink-3 text-sm">
          marked <RelativeTime at={marked_at} /> by {marked_by}
          {note && ` · ${note}`}
        </p>
      </div>
      <Button
        size="sm"
        busy={unmark.isPending}
        onClick={take}
        aria-label={`Take the mark off ${title ?? 'the record that is gone'}`}
      >
        Unmark
      </Button>
    </li>
  )
}
