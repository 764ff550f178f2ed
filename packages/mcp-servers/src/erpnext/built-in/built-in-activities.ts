/** Contacts, addresses, notes, communications and plans in our own tables. */
import { ToolError } from '../../kit/index.ts'
import { throughApi } from '../../kit/insa-api.ts'
import type { CrmBackend, PlannedActivity, Target, WriteOptions, Written } from '../backend.ts'
import { checkInput, findRow, toRecord } from './built-in-records.ts'
import type { Noun, Row } from './nouns.ts'

type Writer = Pick<
  CrmBackend,
  'addContact' | 'addAddress' | 'addNote' | 'logCommunication' | 'plan' | 'assign'
>

const LINKS: Record<string, string> = {
  Lead: 'lead_id',
  Customer: 'customer_id',
  Opportunity: 'opportunity_id',
  Project: 'project_id',
}

export function builtInActivities(nounOf: (doctype: string) => Noun): Writer {
  const linkOf = async ({ doctype, id }: Target, signal: AbortSignal) => {
    const field = LINKS[doctype]
    if (field === undefined)
      throw new ToolError(`Nothing is kept about a ${doctype} in the built-in CRM.`, {
        code: 'target.not_there',
        hint: `It is about ${Object.keys(LINKS).join(', ')}.`,
      })
    const row = await findRow(nounOf(doctype), id, signal)
    return { [field]: row.id }
  }
  const add = async (
    doctype: string,
    { target, values }: { target: Target; values: object },
    options: WriteOptions,
  ): Promise<Written> => {
    const noun = nounOf(doctype)
    const link = await linkOf(target, options.signal)
    const given = Object.entries({ ...values, ...link }).filter(([, v]) => v !== undefined)
    const input = checkInput(noun, noun.input, Object.fromEntries(given))
    const changes = Object.entries(input).map(([field, v]) => ({ field, old: null, new: v }))
    if (options.dryRun)
      return { record: null, changes, dry_run: true, done: false, checks: [], notices: [] }
    const calls = noun.calls.create(input as never, { signal: options.signal })
    const row = (await throughApi(calls)) as Row
    const [field = '', about] = Object.entries(link)[0] ?? []
    return {
      record: toRecord(noun, row),
      changes,
      dry_run: false,
      done: true,
      checks: [{ what: `it stands beside the ${target.doctype}`, ok: row[field] === about }],
      notices: [],
    }
  }
  const now = (signal: AbortSignal): WriteOptions => ({ dryRun: false, signal })
  return {
    addContact: (target, person, options) => add('Contact', { target, values: person }, options),
    addAddress: (target, address, options) => add('Address', { target, values: address }, options),
    addNote: (target, note, signal) =>
      add('Activity', { target, values: { activity_type: 'Note', content: note } }, now(signal)),
    logCommunication: (target, { medium, at, ...said }, signal) => {
      const values = {
        ...said,
        activity_type: MEDIA[medium],
        ...(at !== undefined && { communication_date: toInstant(at) }),
      }
      return add('Activity', { target, values }, now(signal))
    },
    plan: (target, activity, options) =>
      add('Activity', { target, values: planned(activity) }, options),
    assign: (target, user, signal) => {
      const values = { activity_type: 'Task', subject: 'Assigned', allocated_to: user }
      return add('Activity', { target, values }, now(signal))
    },
  }
}

const MEDIA = {
  Email: 'Email',
  Phone: 'Call',
  Meeting: 'Meeting',
  Visit: 'Visit',
  Other: 'Note',
} as const

const planned = (activity: PlannedActivity) => ({
  activity_type: activity.kind === 'event' ? 'Event' : 'Task',
  subject: activity.subject,
  content: activity.description,
  date: activity.due,
  starts_on: activity.starts_at === undefined ? undefined : toInstant(activity.starts_at),
  ends_on: activity.ends_at === undefined ? undefined : toInstant(activity.ends_at),
  allocated_to: activity.assigned_to,
  priority: activity.priority,
})

/** Ours are kept in UTC: a time without an offset is taken for that. */
function toInstant(text: string): string {
  const at = Date.parse(/[Zz]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  throw new ToolError(`${text} is no time.`, {
    code: 'time.invalid',
    hint: 'Write it as 2027-03-31T14:30, in UTC.',
  })
}
