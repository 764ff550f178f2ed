/** What is said and done beside a record: notes, communications, plans, assignments, files. */
import { ToolError } from '../../kit/index.ts'
import type { Check, CrmBackend, Target, Written } from '../backend.ts'
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'
import { findField } from '../client/metadata.ts'
import { checkValues } from './check-values.ts'
import { requireReadable } from './doctype-access.ts'
import { findDocument, toRecord } from './records.ts'
import { insertChecked } from './write-record.ts'

type ActivityWriter = Pick<
  CrmBackend,
  'addNote' | 'logCommunication' | 'plan' | 'assign' | 'upload'
>

export function activityWriter(client: FrappeClient): ActivityWriter {
  const find = (target: Target, signal: AbortSignal) => {
    requireReadable(target.doctype)
    return findDocument(client, target.doctype, target.id, { signal })
  }
  return {
    addNote: async (target, note, signal) =>
      addNote(client, target.doctype, await find(target, signal), note, signal),
    async logCommunication(target, { medium, at, ...said }, signal) {
      const about = await find(target, signal)
      const values = await checkValues(
        client,
        'Communication',
        {
          ...said,
          communication_medium: medium,
          communication_type: 'Communication',
          status: 'Linked',
          ...(at !== undefined && { communication_date: toSiteTime(at) }),
          reference_doctype: target.doctype,
          reference_name: about.name,
        },
        signal,
      )
      return insertChecked(client, { doctype: 'Communication', values }, { dryRun: false, signal })
    },
    async plan(target, activity, options) {
      const about = await find(target, options.signal)
      const { doctype, values } = planned(target.doctype, about, activity)
      const checked = await checkValues(client, doctype, values, options.signal)
      const written = await insertChecked(client, { doctype, values: checked }, options)
      if (doctype !== 'Task' || !activity.assigned_to || !written.record) return written
      const { assigned_to: user } = activity
      const assigned = await unlessAway(
        assign(client, 'Task', written.record.id, user, options.signal),
      )
      const notSure = { what: `it is assigned to ${user}`, ok: false }
      return { ...written, checks: [...written.checks, assigned ?? notSure] }
    },
    async assign(target, user, signal) {
      const about = await find(target, signal)
      const checked = await assign(client, target.doctype, about.name, user, signal)
      return done(target.doctype, about, [checked])
    },
    upload: async (target, file, signal) => {
      const about = await find(target, signal)
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(file.content)]), file.file_name)
      form.set('is_private', '1')
      form.set('doctype', target.doctype)
      form.set('docname', about.name)
      const made = await client.upload(form, { signal })
      const size = {
        what: `all ${file.content.length} bytes arrived`,
        ok: made.file_size === file.content.length,
      }
      return done('File', made, [size])
    },
  }
}

const done = (doctype: string, document: Document, checks: Check[]): Written => ({
  record: toRecord(doctype, document),
  changes: [],
  dry_run: false,
  done: true,
  checks,
  notices: [],
})

/** Where a DocType has notes of its own they are rows of it; elsewhere a note is a comment. */
async function addNote(
  client: FrappeClient,
  doctype: string,
  about: Document,
  note: string,
  signal: AbortSignal,
): Promise<Written> {
  const meta = await client.meta(doctype, { signal })
  const html = `<p>${escapeHtml(note).replaceAll('\n', '<br>')}</p>`
  if (findField(meta, 'notes')?.options === 'CRM Note') {
    const target = { doctype, name: about.name, method: 'add_note' }
    await client.callDocument(target, { note: html }, { signal })
    const after = await unlessAway(client.get(doctype, about.name, { signal }))
    if (!after) return done(doctype, about, [{ what: 'the note was read back', ok: false }])
    const before = Array.isArray(about.notes) ? about.notes.length : 0
    const now = Array.isArray(after.notes) ? after.notes.length : 0
    return done(doctype, after, [{ what: 'the note stands in the record', ok: now === before + 1 }])
  }
  const user = String(await client.read('frappe.auth.get_logged_user', {}, { signal }))
  const comment = (await client.call(
    'frappe.desk.form.utils.add_comment',
    {
      reference_doctype: doctype,
      reference_name: about.name,
      content: html,
      comment_email: user,
      comment_by: user,
    },
    { signal },
  )) as Document
  return done('Comment', comment, [{ what: 'the comment is kept', ok: Boolean(comment.name) }])
}

/**
 * What comes after the effect must not make it look as if it had not happened: whoever is told so would do it again.
 * @returns null where the site did not answer.
 */
async function unlessAway<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof FrappeFailure) return null
    throw error
  }
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

type Activity = Parameters<CrmBackend['plan']>[1]

function planned(
  doctype: string,
  about: Document,
  activity: Activity,
): { doctype: string; values: Record<string, unknown> } {
  const { kind, subject, description, due, priority, assigned_to } = activity
  const dated = due === undefined ? {} : { date: due }
  if (kind === 'todo')
    return {
      doctype: 'ToDo',
      values: {
        description: description === undefined ? subject : `${subject}\n${description}`,
        ...dated,
        ...(priority && { priority }),
        ...(assigned_to && { allocated_to: assigned_to }),
        reference_type: doctype,
        reference_name: about.name,
      },
    }
  if (kind === 'task') {
    const project = doctype === 'Project' ? about.name : undefined
    if (project === undefined)
      throw new ToolError('A task belongs to a project; about other records plan a to-do.', {
        code: 'activity.kind',
      })
    return {
      doctype: 'Task',
      values: {
        subject,
        project,
        ...(description && { description }),
        ...(due && { exp_end_date: due }),
        ...(priority && { priority }),
      },
    }
  }
  if (activity.starts_at === undefined)
    throw new ToolError('An event needs starts_at.', { code: 'activity.no_start' })
  return {
    doctype: 'Event',
    values: {
      subject,
      // Colleagues should see it.
      event_type: 'Public',
      starts_on: toSiteTime(activity.starts_at),
      ...(activity.ends_at && { ends_on: toSiteTime(activity.ends_at) }),
      ...(description && { description }),
      event_participants: [{ reference_doctype: doctype, reference_docname: about.name }],
    },
  }
}

/** Frappe wants its own zone's time without an offset; only what is written so already is known to be that. */
function toSiteTime(text: string): string {
  const local = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/.exec(text)
  if (local) return `${local[1]} ${local[2]}${local[3] ?? ':00'}`
  throw new ToolError(`${text} is no time of the site.`, {
    code: 'time.invalid',
    hint: 'Write it as the site’s clocks show it, without an offset: 2027-03-31T14:30.',
  })
}

async function assign(
  client: FrappeClient,
  doctype: string,
  name: string,
  user: string,
  signal: AbortSignal,
): Promise<Check> {
  await checkValues(client, 'ToDo', { allocated_to: user }, signal)
  const open = (await client.call(
    'frappe.desk.form.assign_to.add',
    { doctype, name, assign_to: [user] },
    { signal },
  )) as { owner?: string }[] | null
  const ok = (open ?? []).some((row) => row.owner?.toLowerCase() === user.toLowerCase())
  return { what: `it is assigned to ${user}`, ok }
}
