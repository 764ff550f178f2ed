/** Tasks, to-dos, communications, users: what happens beside the fields. */
import type { Controller } from '../controller.ts'
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

export const taskController: Controller = {
  validate(ctx, doc, before) {
    const project = ctx.site.db.get('Project', doc.project)
    const end = text(project?.expected_end_date)
    if (end !== '' && text(doc.exp_end_date) > end)
      throw new FrappeError(
        'InvalidDates',
        `Task's <strong>Expected End Date</strong> cannot be after Project's <strong>Expected End Date</strong>.`,
        { app: 'erpnext' },
      )
    if (doc.status !== 'Completed' || before?.status === 'Completed') return
    const open = ((doc.depends_on as Row[]) ?? []).find((row) => {
      const status = ctx.site.db.get('Task', row.task)?.status
      return status !== 'Completed' && status !== 'Cancelled'
    })
    if (open)
      throw new FrappeError(
        'ValidationError',
        `Cannot complete task ${doc.name} as its dependant task ${open.task} are not completed / cancelled.`,
        { app: 'erpnext' },
      )
  },
  onUpdate(ctx, doc) {
    if (isEmpty(doc.project)) return
    const tasks = ctx.site.db.rows('Task').filter((t) => t.project === doc.project)
    const done = tasks.filter((t) => t.status === 'Completed' || t.status === 'Cancelled')
    ctx.site.db.set('Project', doc.project, {
      percent_complete: Math.round((done.length / tasks.length) * 10_000) / 100,
    })
  },
}

export const todoController: Controller = {
  validate(ctx, doc) {
    doc.assigned_by ??= ctx.user
  },
  onUpdate: (ctx, doc) => shareOut(ctx, doc),
  onTrash: (ctx, doc) => shareOut(ctx, { ...doc, status: 'Cancelled' }),
}

/** Open to-dos stand in `_assign` of what they are about. */
function shareOut(ctx: RequestContext, changed: Row): void {
  if (isEmpty(changed.reference_type) || isEmpty(changed.reference_name)) return
  const about = ctx.site.db
    .rows('ToDo')
    .map((row) => (row.name === changed.name ? changed : row))
    .filter(
      (row) =>
        row.reference_type === changed.reference_type &&
        row.reference_name === changed.reference_name &&
        row.status === 'Open' &&
        !isEmpty(row.allocated_to),
    )
  const users = [...new Set(about.map((row) => row.allocated_to))]
  ctx.site.db.set(text(changed.reference_type), changed.reference_name, {
    _assign: users.length > 0 ? JSON.stringify(users) : null,
  })
}

export const communicationController: Controller = {
  validate(_ctx, doc) {
    if (isEmpty(doc.subject))
      doc.subject = text(doc.content)
        .replaceAll(/<[^>]+>/g, '')
        .slice(0, 140)
    if (!isEmpty(doc.reference_name)) doc.status = 'Linked'
  },
}

export const userController: Controller = {
  validate(_ctx, doc) {
    doc.email = text(doc.email).toLowerCase()
    doc.full_name = [doc.first_name, doc.last_name].filter((part) => !isEmpty(part)).join(' ')
  },
}
