import {
  type EventPayload,
  type Execution,
  type ExecutionStep,
  FINAL_STATUSES,
} from '@insa/contracts'
import type { QueryKey } from '@tanstack/react-query'
import { keys } from './query-keys.ts'

/** What an event means for the answers kept: which are out of date, and what can be written in at once. */
export interface Effect {
  stale: readonly QueryKey[]
  /** Changes the kept execution of that id, when there is one. */
  patch?: { executionId: string; change: (execution: Execution) => Execution }
  /** What a run is doing now, in a line. */
  activity?: { executionId: string; message: string }
}

/** Replaces the step of the same number, or takes its place in the order. */
export function withStep(execution: Execution, step: ExecutionStep): Execution {
  const others = execution.steps.filter(({ seq }) => seq !== step.seq)
  return { ...execution, steps: [...others, step].sort((a, b) => a.seq - b.seq) }
}

/** New settings move any number of leads without an event for each. */
const movedBy = (agentType: string): readonly QueryKey[] =>
  agentType === 'lead_rescoring' ? [keys.leads, keys.overview] : []

const historyOf = (customerId: string | null): readonly QueryKey[] =>
  customerId === null ? [] : [keys.customer(customerId)]

export function effectOf(event: EventPayload): Effect {
  switch (event.type) {
    case 'lead.created':
      return { stale: [keys.leadLists, keys.overview] }
    case 'lead.updated':
    case 'lead.scored':
      return { stale: [keys.leadLists, keys.lead(event.lead_id), keys.overview] }
    case 'lead.deleted':
      return { stale: [keys.leads, keys.overview] }
    case 'customer.created':
    case 'customer.updated':
    case 'customer.deleted':
    case 'customer.merged':
    case 'customer.erased':
      return { stale: [keys.customers] }
    case 'opportunity.created':
    case 'opportunity.updated':
    case 'opportunity.deleted':
    case 'opportunity.stage_changed':
      return { stale: [keys.opportunities, ...historyOf(event.customer_id)] }
    case 'project.created':
    case 'project.updated':
    case 'project.deleted':
      return { stale: [keys.projects, ...historyOf(event.customer_id)] }
    case 'activity.created':
    case 'activity.updated':
    case 'activity.deleted':
      // About whose deal or project it is, the event does not say.
      return { stale: [keys.activities, keys.customers] }
    case 'leads.imported':
      return { stale: [keys.leadLists, keys.overview, keys.execution(event.execution_id)] }
    case 'execution.updated': {
      const stale = [keys.executionLists, keys.execution(event.execution_id), keys.costs]
      // An end is shown with what came of it, which the event does not carry.
      if (FINAL_STATUSES.includes(event.status))
        return { stale: [...stale, ...movedBy(event.agent_type)] }
      return {
        stale,
        patch: {
          executionId: event.execution_id,
          change: (execution) => ({ ...execution, status: event.status }),
        },
      }
    }
    case 'execution.step':
      return {
        stale: [],
        patch: {
          executionId: event.execution_id,
          change: (execution) => withStep(execution, event.step),
        },
      }
    case 'execution.progress':
      return {
        stale: [],
        patch: {
          executionId: event.execution_id,
          change: (execution) => ({ ...execution, progress: event.progress }),
        },
      }
    case 'execution.activity':
      return {
        stale: [],
        activity: { executionId: event.execution_id, message: event.activity.message },
      }
    case 'approval.requested':
    case 'approval.changed':
      return { stale: [keys.approvals, keys.execution(event.execution_id)] }
    case 'batch.updated':
      return { stale: [keys.batches] }
    case 'alert.changed':
      return { stale: [keys.alerts] }
    case 'mail.queued':
      return { stale: [keys.mail] }
    case 'canary.read':
      return { stale: [keys.canaries] }
    case 'erpnext.synced':
      return { stale: event.leads > 0 ? [keys.erpnext, keys.leads, keys.overview] : [keys.erpnext] }
    case 'settings.changed':
      return { stale: [keys.settings, keys.agents] }
  }
}
