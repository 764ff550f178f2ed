import type { Agent } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Pill } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { agentsQuery, useSetAgent } from './settings.api.ts'

export function AgentsPage() {
  const { data, error, refetch } = useQuery(agentsQuery)
  return (
    <div className="grid max-w-5xl gap-4">
      <p className="max-w-3xl text-ink-2">
        The kill switch: an agent that is off begins nothing new, at once and for everybody here.
      </p>
      <Card title="Agents" flush>
        {data ? (
          data.data.length > 0 ? (
            <ul className="divide-y divide-line">
              {data.data.map((agent) => (
                <AgentRow key={agent.type} agent={agent} />
              ))}
            </ul>
          ) : (
            <EmptyState icon={Bot} title="No agents" />
          )
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={2} label="Loading the agents" />
        )}
      </Card>
    </div>
  )
}

function AgentRow({ agent }: { agent: Agent }) {
  const can = useCan()
  const set = useSetAgent()
  const [asking, setAsking] = useState(false)
  const { type, title, description, tools } = agent
  const enabled = set.isPending ? set.variables.enabled : agent.enabled
  const turn = (on: boolean) =>
    set.mutate(
      { type, enabled: on },
      {
        onSuccess: () => toast.success(`${title} is ${on ? 'on' : 'off'}`),
        onSettled: () => setAsking(false),
      },
    )
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-4 px-4 py-3">
      <div className="min-w-0">
        <p className="flex items-center gap-2 font-medium">
          {title}
          <Pill tone={enabled ? 'good' : 'bad'}>{enabled ? 'On' : 'Off'}</Pill>
        </p>
        <p className="text-ink-2 text-sm">{description}</p>
        <p className="mt-1.5 flex flex-wrap gap-1">
          {tools.length === 0 && <span className="text-ink-3 text-xs">calls no tools</span>}
          {tools.map((tool) => (
            <code
              key={tool}
              className="rounded bg-sunken px-1.5 py-0.5 font-mono text-ink-2 text-xs"
            >
              {tool}
            </code>
          ))}
        </p>
      </div>
      <Switch
        aria-label={title}
        checked={enabled}
        disabled={!can('agents:manage')}
        onCheckedChange={(on) => (on ? turn(true) : setAsking(true))}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Turn ${title} off?`}
        confirm="Turn it off"
        busy={set.isPending}
        onConfirm={() => turn(false)}
      >
        Nothing of its kind begins until somebody turns it on again. What is running finishes.
      </ConfirmDialog>
    </li>
  )
}
