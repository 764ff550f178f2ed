import type { McpServer } from '@insa/contracts'
import { RotateCw } from 'lucide-react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Pill, type Tone } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useRestartServer } from './mcp.api.ts'
import { PinNotice } from './pin-notice.tsx'
import { ToolTable } from './tool-table.tsx'

const STATUS: Record<McpServer['status'], { tone: Tone; label: string }> = {
  ready: { tone: 'good', label: 'Ready' },
  starting: { tone: 'busy', label: 'Starting' },
  waiting: { tone: 'bad', label: 'Down' },
  stopped: { tone: 'plain', label: 'Stopped' },
  unusable: { tone: 'bad', label: 'Not usable' },
}

const TRANSPORT: Record<McpServer['transport'], string> = {
  in_process: 'in this program',
  stdio: 'a process',
  http: 'over HTTP',
}

export function ServerCard({ server }: { server: McpServer }) {
  const { tone, label } = STATUS[server.status]
  return (
    <Card
      title={server.name}
      aside={
        <>
          {server.pin?.status === 'quarantined' && <Pill tone="bad">Quarantined</Pill>}
          {server.circuit !== 'closed' && <Pill tone="warn">Resting</Pill>}
          <Pill tone={tone}>{label}</Pill>
          <Restart server={server} />
        </>
      }
      flush
    >
      <div className="grid gap-3 p-4">
        <p className="break-words text-ink-2 text-sm">
          {TRANSPORT[server.transport]}, {server.origin}
          {server.server_info && ` · says it is ${server.server_info}`}
          {server.started_at && (
            <>
              {' '}
              · up since <RelativeTime at={server.started_at} />
            </>
          )}
          {server.restarts > 0 && ` · restarts: ${server.restarts}`}
        </p>
        {server.fault && (
          <Notice tone="bad">
            <p className="break-words">{server.fault}</p>
            {server.retry_at && (
              <p className="text-ink-2">
                Tried again <RelativeTime at={server.retry_at} />.
              </p>
            )}
          </Notice>
        )}
        {server.pin && <PinNotice name={server.name} pin={server.pin} />}
      </div>
      <ToolTable tools={server.tools} />
      <LastErrors errors={server.last_errors} />
    </Card>
  )
}

function Restart({ server: { name, transport, status } }: { server: McpServer }) {
  const can = useCan()
  const restart = useRestartServer()
  if (transport === 'in_process' || status === 'unusable' || !can('tools:manage')) return null
  return (
    <Button
      aria-label={`Restart ${name}`}
      busy={restart.isPending}
      onClick={() =>
        restart.mutate(name, { onSuccess: () => toast.success(`${name} was started again`) })
      }
    >
      <RotateCw aria-hidden />
      Restart
    </Button>
  )
}

function LastErrors({ errors }: { errors: McpServer['last_errors'] }) {
  if (errors.length === 0) return null
  return (
    <div className="border-line border-t p-4">
      <h3 className="mb-2 font-medium text-sm">Last errors</h3>
      <ul className="grid gap-1 text-sm">
        {errors.map(({ at, tool, message }) => (
          <li key={at + tool} className="grid grid-cols-1 gap-x-3 sm:grid-cols-[6rem_10rem_1fr]">
            <RelativeTime at={at} className="num text-ink-3" />
            <span className="truncate font-mono text-xs">{tool}</span>
            <span className="min-w-0 whitespace-pre-wrap break-words text-ink-2">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
