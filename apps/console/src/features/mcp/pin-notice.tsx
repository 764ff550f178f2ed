import type { McpPin, McpToolChange } from '@insa/contracts'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useApproveServer } from './mcp.api.ts'

interface PinNoticeProps {
  name: string
  pin: McpPin
}

/** What was pinned, and how the server differs from it now: as text, whatever is written there. */
export function PinNotice({ name, pin }: PinNoticeProps) {
  if (pin.status === 'reviewed') {
    return (
      <p className="text-ink-3 text-sm">
        Its tools were approved by {pin.pinned_by} <RelativeTime at={pin.pinned_at} />.
      </p>
    )
  }
  const quarantined = pin.status === 'quarantined'
  return (
    <Notice tone={quarantined ? 'bad' : 'info'}>
      <div className="grid gap-3">
        <p>
          {quarantined
            ? 'This server lists other tools than before. No agent can use it until an administrator has read what has changed and approves it.'
            : 'These tools were taken as they were first found; nobody has read them yet. Until an administrator has, no model gets them.'}
        </p>
        {quarantined && <Changes changes={pin.changes} />}
        <ApprovePin name={name} pin={pin} />
      </div>
    </Notice>
  )
}

function Changes({ changes }: { changes: readonly McpToolChange[] }) {
  return (
    <ul className="grid gap-3">
      {changes.map(({ tool, change, field, before, after }) => (
        <li key={`${tool} ${field}`} className="grid gap-1">
          <p className="font-medium">
            <span className="font-mono text-xs">{tool}</span> {change}
            {field && `: ${field}`}
          </p>
          {before !== null && <Version mark="−" text={before} />}
          {after !== null && <Version mark="+" text={after} />}
        </li>
      ))}
    </ul>
  )
}

function Version({ mark, text }: { mark: string; text: string }) {
  return (
    <pre className="flex gap-2 whitespace-pre-wrap break-words rounded bg-surface px-2 py-1 font-mono text-xs">
      <span aria-hidden>{mark}</span>
      <span className="sr-only">{mark === '+' ? 'now:' : 'before:'}</span>
      <span className="min-w-0">{text}</span>
    </pre>
  )
}

function ApprovePin({ name, pin }: PinNoticeProps) {
  const can = useCan()
  const approve = useApproveServer()
  const [asking, setAsking] = useState(false)
  if (!can('tools:manage')) return null
  return (
    <div>
      <Button onClick={() => setAsking(true)}>I have read them: approve</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Approve the tools of ${name}?`}
        confirm="Approve"
        busy={approve.isPending}
        onConfirm={() =>
          approve.mutate(
            { name, listedHash: pin.listed_hash },
            {
              onSuccess: () => toast.success(`The tools of ${name} are approved`),
              onSettled: () => setAsking(false),
            },
          )
        }
      >
        What it lists now, names, descriptions and inputs, is what it may list from now on. Any
        other change holds it back again.
      </ConfirmDialog>
    </div>
  )
}
