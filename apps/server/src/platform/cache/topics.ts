/** What a change makes untrue, by the event that tells of it. */
import type { EventPayload, EventType } from '@insa/contracts'
import type { Topic } from './answer-cache.ts'

const NOTHING: readonly Topic[] = []
const LEADS: readonly Topic[] = ['leads']
const EXECUTIONS: readonly Topic[] = ['executions']

/** Every event says what it touches, so that a new one cannot be forgotten here. */
const TOPICS: Record<EventType, readonly Topic[]> = {
  'lead.created': LEADS,
  'lead.updated': LEADS,
  'lead.deleted': LEADS,
  'customer.created': NOTHING,
  'customer.updated': NOTHING,
  'customer.deleted': NOTHING,
  'customer.merged': LEADS,
  'customer.erased': LEADS,
  'opportunity.created': NOTHING,
  'opportunity.updated': NOTHING,
  'opportunity.deleted': NOTHING,
  'opportunity.stage_changed': NOTHING,
  'project.created': NOTHING,
  'project.updated': NOTHING,
  'project.deleted': NOTHING,
  'activity.created': NOTHING,
  'activity.updated': NOTHING,
  'activity.deleted': NOTHING,
  'leads.imported': LEADS,
  'lead.scored': LEADS,
  'execution.updated': EXECUTIONS,
  // It opens runs, or ends those that wait.
  'batch.updated': EXECUTIONS,
  'execution.step': NOTHING,
  'execution.progress': NOTHING,
  'execution.activity': NOTHING,
  'alert.changed': NOTHING,
  'approval.requested': NOTHING,
  'approval.changed': NOTHING,
  'mail.queued': NOTHING,
  'canary.read': NOTHING,
  // Other weights or thresholds, and leads are judged anew.
  'settings.changed': LEADS,
  'erpnext.synced': LEADS,
}

export const topicsOf = (events: readonly EventPayload[]): readonly Topic[] => [
  ...new Set(events.flatMap(({ type }) => TOPICS[type])),
]
