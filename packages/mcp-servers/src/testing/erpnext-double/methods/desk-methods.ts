/** frappe.desk: search, forms, assignments, comments, reports; and what stands beside them. */

import { mayRead, present, requireList, requireRead, requireRight } from '../access.ts'
import { callDocumentMethod } from '../controllers/call-document-method.ts'
import type { Row } from '../doctype.ts'
import { tablesOf } from '../doctype.ts'
import { matches, readFilters } from '../filters.ts'
import { FrappeError, notFound } from '../frappe-error.ts'
import { sourceRows } from '../list-documents.ts'
import { jsonParameter } from '../read-request.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'
import { describeType } from '../site.ts'
import { type Method, type Methods, need, needText, POST, TopLevel } from './method.ts'
import { runReport } from './reports.ts'

const searchLink: Method = {
  run(ctx, args) {
    const type = ctx.site.type(needText(args, 'doctype'))
    requireList(ctx, type)
    const wanted = text(args.txt).toLowerCase()
    const filters = readFilters(ctx.site, type.name, jsonParameter(args.filters))
    const columns = [...new Set(['name', type.title_field ?? 'name', ...type.search_fields])]
    return sourceRows(ctx.site, type)
      .filter((row) => mayRead(ctx, type.name, row) && !Number(row.disabled ?? 0))
      .filter((row) => filters.every((f) => matches(ctx.site, row, f)))
      .filter((row) => columns.some((c) => text(row[c]).toLowerCase().includes(wanted)))
      .slice(0, Number(args.page_length ?? 10))
      .map((row) => ({
        value: row.name,
        description: type.search_fields
          .map((c) => text(row[c]))
          .filter((value) => value !== '' && value !== row.name)
          .join(', '),
      }))
  },
}

const getDoctype: Method = {
  run(ctx, args) {
    const type = ctx.site.type(needText(args, 'doctype'))
    const children = tablesOf(type).map((field) => ctx.site.type(text(field.options)))
    return new TopLevel({ docs: [type, ...children].map(describeType) })
  },
}

const getDoc: Method = {
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    const row = ctx.site.read(doctype, need(args, 'name'))
    requireRead(ctx, ctx.site.type(doctype), row)
    const about = (kind: string, key: string) =>
      ctx.site.db.rows(kind).filter((r) => r[key] === doctype && r.reference_name === row.name)
    const docinfo = {
      comments: about('Comment', 'reference_doctype'),
      communications: about('Communication', 'reference_doctype'),
      assignments: about('ToDo', 'reference_type').filter((t) => t.status === 'Open'),
      attachments: ctx.site.db
        .rows('File')
        .filter((f) => f.attached_to_doctype === doctype && f.attached_to_name === row.name),
      versions: [],
    }
    return new TopLevel({ docs: [present(ctx, row, true)], docinfo })
  },
}

const runDocMethod: Method = {
  run(ctx, args) {
    const doctype = needText(args, 'dt')
    const result = callDocumentMethod(ctx, {
      doctype,
      name: need(args, 'dn'),
      method: needText(args, 'method'),
      args: (jsonParameter(args.args) as Row | undefined) ?? {},
      write: true,
    })
    const docs = [present(ctx, ctx.site.read(doctype, args.dn), true)]
    return new TopLevel({ docs, ...(result !== undefined && { message: result }) })
  },
}

const assignAdd: Method = {
  verbs: POST,
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    const name = need(args, 'name')
    requireRead(ctx, ctx.site.type(doctype), ctx.site.read(doctype, name))
    for (const user of jsonParameter(need(args, 'assign_to')) as string[]) {
      if (openTodos(ctx, doctype, name).some((t) => t.allocated_to === user)) {
        ctx.messages.push({ message: `Already in the following Users ToDo list: ${user}` })
        continue
      }
      ctx.documents.insert(ctx, {
        doctype: 'ToDo',
        description: isEmpty(args.description)
          ? `Assignment for ${doctype} ${name}`
          : args.description,
        priority: args.priority ?? 'Medium',
        date: args.date ?? ctx.site.clock.today(),
        allocated_to: user,
        assigned_by: ctx.user,
        reference_type: doctype,
        reference_name: name,
      })
    }
    return assignments(ctx, doctype, name)
  },
}

const openTodos = (ctx: RequestContext, doctype: string, name: unknown) =>
  ctx.site.db
    .rows('ToDo')
    .filter((t) => t.reference_type === doctype && t.reference_name === name && t.status === 'Open')

const assignments = (ctx: RequestContext, doctype: string, name: unknown) =>
  openTodos(ctx, doctype, name).map((t) => ({ owner: t.allocated_to, name: t.name }))

const assignRemove: Method = {
  verbs: POST,
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    const name = need(args, 'name')
    const [todo] = openTodos(ctx, doctype, name).filter((t) => t.allocated_to === args.assign_to)
    if (todo) ctx.documents.update(ctx, 'ToDo', todo.name, { status: 'Cancelled' })
    return assignments(ctx, doctype, name)
  },
}

const addComment: Method = {
  verbs: POST,
  run(ctx, args) {
    for (const name of [
      'reference_doctype',
      'reference_name',
      'content',
      'comment_email',
      'comment_by',
    ])
      need(args, name)
    const doctype = needText(args, 'reference_doctype')
    requireRead(ctx, ctx.site.type(doctype), ctx.site.read(doctype, args.reference_name))
    return present(
      ctx,
      ctx.documents.insert(
        ctx,
        { ...args, doctype: 'Comment', comment_type: 'Comment' },
        { system: true },
      ),
      true,
    )
  },
}

/** Tags stand in a column of the record, a comma before each. */
const tag = (change: (tags: string[], tag: string) => string[]): Method => ({
  verbs: POST,
  run(ctx, args) {
    const doctype = needText(args, 'dt')
    const row = ctx.site.read(doctype, need(args, 'dn'))
    requireRight(ctx, ctx.site.type(doctype), 'write')
    const tags = text(row._user_tags)
      .split(',')
      .filter((t) => t !== '')
    const next = change(tags, needText(args, 'tag'))
    ctx.site.db.set(doctype, row.name, { _user_tags: next.map((t) => `,${t}`).join('') })
    return args.tag
  },
})

const makeCommunication: Method = {
  verbs: POST,
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    requireRead(ctx, ctx.site.type(doctype), ctx.site.read(doctype, need(args, 'name')))
    const { name } = ctx.documents.insert(
      ctx,
      {
        doctype: 'Communication',
        subject: args.subject,
        content: args.content,
        sender: args.sender,
        recipients: args.recipients,
        communication_medium: args.communication_medium ?? 'Email',
        sent_or_received: args.sent_or_received ?? 'Sent',
        reference_doctype: doctype,
        reference_name: args.name,
      },
      { system: true },
    )
    return { name, emails_not_sent_to: null }
  },
}

const queryReport: Method = {
  run(ctx, args) {
    const name = needText(args, 'report_name')
    const report = ctx.site.db.get('Report', name)
    if (!report) throw notFound('Report', name)
    requireList(ctx, ctx.site.type(text(report.ref_doctype)))
    return runReport(ctx, name, (jsonParameter(args.filters) as Row | undefined) ?? {})
  },
}

const APPS = { 15: ['15.44.2', '15.47.3'], 16: ['16.2.0', '16.1.1'] } as const

const getVersions: Method = {
  run(ctx) {
    const [frappe, erpnext] = APPS[ctx.site.version]
    const branch = `version-${ctx.site.version}`
    return {
      frappe: {
        title: 'Frappe Framework',
        description: 'Full stack web framework',
        branch,
        version: frappe,
      },
      erpnext: { title: 'ERPNext', description: 'ERP made simple', branch, version: erpnext },
    }
  },
}

const generateKeys: Method = {
  verbs: POST,
  run(ctx, args) {
    const user = needText(args, 'user')
    if (!ctx.roles.has('System Manager') && !ctx.roles.has('Administrator'))
      throw new FrappeError('PermissionError', '', { tail: '' })
    const row = ctx.site.read('User', user)
    const secret = (ctx.site.hash() + ctx.site.hash()).slice(0, 15)
    ctx.site.db.set('User', user, {
      api_key: isEmpty(row.api_key)
        ? (ctx.site.hash() + ctx.site.hash()).slice(0, 15)
        : row.api_key,
      api_secret: secret,
    })
    return { api_secret: secret }
  },
}

export const DESK_METHODS: Methods = {
  'frappe.desk.search.search_link': searchLink,
  'frappe.desk.form.load.getdoctype': getDoctype,
  'frappe.desk.form.load.getdoc': getDoc,
  run_doc_method: runDocMethod,
  'frappe.desk.form.assign_to.add': assignAdd,
  'frappe.desk.form.assign_to.remove': assignRemove,
  'frappe.desk.form.utils.add_comment': addComment,
  'frappe.desk.doctype.tag.tag.add_tag': tag((tags, t) => [...new Set([...tags, t])]),
  'frappe.desk.doctype.tag.tag.remove_tag': tag((tags, t) => tags.filter((o) => o !== t)),
  'frappe.core.doctype.communication.email.make': makeCommunication,
  'frappe.desk.query_report.run': queryReport,
  'frappe.utils.change_log.get_versions': getVersions,
  'frappe.core.doctype.user.user.generate_keys': generateKeys,
}
