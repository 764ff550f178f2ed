import type { Agent, AgentLimits } from '@insa/contracts'
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
import { AgentLimitsLine } from './agent-limits.tsx'
import { agentsQuery, useSetAgent, useSetAllAgents } from './settings.api.ts'

export function AgentsPage() {
  const { data, error, refetch } = useQuery(agentsQuery)
  return (
    <div className="grid max-w-5xl gap-4">
      <p className="max-w-3xl text-ink-2">
        The kill switch: an agent that is off begins nothing new, at once and for everybody here.
        What is running goes back to the queue at its next tool call.
      </p>
      {data && <AllAgents enabled={data.all_enabled} limits={data.all_limits} />}
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

/** Stands above the switches of the single agents, which stay as they are. */
function AllAgents({ enabled, limits }: { enabled: boolean; limits: AgentLimits }) {
  const can = useCan()
  const set = useSetAllAgents()
  const [asking, setAsking] = useState(false)
  const on = set.isPending ? set.variables : enabled
  const turn = (next: boolean) =>
    set.mutate(next, {
      onSuccess: () => toast.success(next ? 'Agents are on again' : 'All agents are off'),
      onSettled: () => setAsking(false),
    })
  return (
    <div className="card flex items-center gap-4 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          All agents
          {!on && <Pill tone="bad">Off</Pill>}
          <span className="font-normal text-ink-2 text-sm">One switch above those below.</span>
        </p>
        <AgentLimitsLine type={null} title="all agents together" limits={limits} />
      </div>
      <Switch
        aria-label="All agents"
        checked={on}
        disabled={!can('agents:manage')}
        onCheckedChange={(next) => (next ? turn(true) : setAsking(true))}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Turn all agents off?"
        confirm="Turn them off"
        busy={set.isPending}
        onConfirm={() => turn(false)}
      >
        No agent begins anything until somebody turns this on again. What is running goes back to
        the queue at its next tool call.
      </ConfirmDialog>
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
        <AgentLimitsLine type={type} title={title} limits={agent} />
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
        Nothing of its kind begins until somebody turns it on again. What is running goes back to
        the queue at its next tool call.
      </ConfirmDialog>
    </li>
  )
}
