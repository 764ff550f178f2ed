/** Creates, changes and removes an activity. */
import {
  type Activity,
  type ActivityInput,
  type ActivityPatch,
  ActivityType,
  type EventPayload,
  isPlanned,
} from '@insa/contracts'
import { invalid, notFound, stale } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import { refuseStale, requireMatch } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, Deed, RecordDeps } from '../../platform/records/record-kind.ts'
import {
  checkReferences,
  deleteRecord,
  findRecord,
  insertRecord,
  updateRecord,
  type Values,
} from '../../platform/records/records.store.ts'
import { ACTIVITIES, type ActivityRow, presentActivity } from './activity.ts'

const deed = (
  what: 'created' | 'updated' | 'deleted',
  { id, lead_id, customer_id, opportunity_id, project_id }: ActivityRow,
  details?: Record<string, unknown>,
): Deed => ({
  action: `activity.${what}`,
  subject: { type: 'activity', id },
  ...(details ? { details } : {}),
  events: [
    {
      type: `activity.${what}`,
      activity_id: id,
      lead_id,
      customer_id,
      opportunity_id,
      project_id,
    } satisfies EventPayload,
  ],
})

/** @throws AppError 422 for a record that is not there, or a field that this type has not. */
export const createActivity = (
  deps: RecordDeps,
  call: Call,
  input: ActivityInput,
  keep: KeepAnswer<Activity>,
): Promise<Activity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    refuseForeignFields(input.activity_type, input)
    refuseBackwards(input)
    await checkReferences(tx, {
      lead_id: ['leads', input.lead_id],
      customer_id: ['customers', input.customer_id],
      opportunity_id: ['opportunities', input.opportunity_id],
      project_id: ['projects', input.project_id],
    })
    const row = await insertRecord<ActivityRow>(tx, ACTIVITIES, {
      ...input,
      ...defaultsOf(input),
      created_by: actorLabel(call.actor),
    })
    await noteDeed(deps, tx, call, deed('created', row))
    const activity = presentActivity(row)
    await keep(tx, activity)
    return activity
  })

function defaultsOf({ activity_type, status, priority, communication_date }: ActivityInput) {
  if (isPlanned(activity_type)) {
    return { status: status ?? 'Open', priority: priority ?? 'Medium' }
  }
  if (activity_type === 'Note') return {}
  return { communication_date: communication_date ?? new Date() }
}

/** @throws AppError 404, 412, 422, 428 without `If-Match`. */
export const changeActivity = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: ActivityPatch,
): Promise<Activity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ActivityRow>(tx, ACTIVITIES, key)
    if (!found) throw notFound('activity', key)
    requireMatch(ifMatch, found, 'activity')
    refuseForeignFields(ActivityType.parse(found.activity_type), patch)
    const next = { ...found, ...patch }
    refuseBackwards(next)
    if (!next.subject && !next.content) throw nothingSaid()
    const row = await updateRecord<ActivityRow>(tx, ACTIVITIES, found, patch)
    if (!row) throw stale('activity')
    await noteDeed(deps, tx, call, deed('updated', row, { fields: Object.keys(patch) }))
    return presentActivity(row)
  })

/** @throws AppError 404, 412 when it was changed since. */
export const removeActivity = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ActivityRow>(tx, ACTIVITIES, key, { lock: true })
    if (!found) throw notFound('activity', key)
    refuseStale(ifMatch, found, 'activity')
    await deleteRecord(tx, ACTIVITIES, found.id)
    await noteDeed(deps, tx, call, deed('deleted', found))
  })

/** Which types have a field; the others refuse it, for nobody would ever see it there. */
const FIELDS_OF: Record<string, (type: ActivityType) => boolean> = {
  status: isPlanned,
  priority: isPlanned,
  allocated_to: isPlanned,
  date: (type) => type === 'Task',
  starts_on: (type) => type === 'Event',
  ends_on: (type) => type === 'Event',
  communication_date: (type) => !isPlanned(type) && type !== 'Note',
  sent_or_received: (type) => !isPlanned(type) && type !== 'Note',
}

function refuseForeignFields(type: ActivityType, sent: Values): void {
  const foreign = Object.entries(FIELDS_OF).filter(
    ([field, has]) => sent[field] !== undefined && sent[field] !== null && !has(type),
  )
  if (foreign.length === 0) return
  throw invalid(
    foreign.map(([path]) => ({
      path,
      code: 'not_of_this_type',
      message: `A ${type.toLowerCase()} has no ${path}.`,
    })),
  )
}

function refuseBackwards({
  starts_on,
  ends_on,
}: {
  starts_on?: string | Date | null | undefined
  ends_on?: string | Date | null | undefined
}): void {
  if (!starts_on || !ends_on || new Date(ends_on) >= new Date(starts_on)) return
  throw invalid([
    { path: 'ends_on', code: 'before_start', message: 'An event cannot end before it starts.' },
  ])
}

const nothingSaid = () =>
  invalid([
    {
      path: 'subject',
      code: 'required',
      message: 'An activity needs a subject or a content.',
    },
  ])
