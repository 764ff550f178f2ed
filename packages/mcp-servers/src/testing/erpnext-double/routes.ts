/** The routes of both versions of the REST API, the methods, the files, and what is none of them. */
import { mayRead, present, requireRead } from './access.ts'
import type { Call, Routed } from './call.ts'
import { callDocumentMethod } from './controllers/call-document-method.ts'
import type { Row } from './doctype.ts'
import { htmlPage, type Reply } from './envelopes.ts'
import { FrappeError } from './frappe-error.ts'
import { listDocuments } from './list-documents.ts'
import { login, logout } from './login.ts'
import { METHODS } from './methods/index.ts'
import { TopLevel } from './methods/method.ts'
import { documentOf, jsonParameter } from './read-request.ts'
import { GUEST, type RequestContext, text } from './request-context.ts'
import { describeType } from './site.ts'

/** The route is there, the verb is not. */
export class MethodNotAllowed extends Error {
  override name = 'MethodNotAllowed'
}

const noRoute = () => new FrappeError('DoesNotExistError', '', { silent: true })

export function route(call: Call): Routed {
  const { path } = call.request
  const [, version = '', rest = ''] = /^\/api\/(?:(v[12])\/)?(.*?)\/?$/.exec(path) ?? []
  if (!path.startsWith('/api/')) return { raw: page(call) }
  const [kind = '', doctype = ''] = rest.split('/')
  const name = rest.split('/').slice(2).join('/')
  if (kind === 'method') return rpc(call, rest.slice('method/'.length), version === 'v2')
  if (version === 'v2') return routeV2(call, { kind, doctype, name })
  if (kind !== 'resource' || doctype === '') throw noRoute()
  return name === '' ? collection(call, doctype) : single(call, doctype, name)
}

function collection({ ctx, request }: Call, doctype: string): Routed {
  if (request.method === 'GET') return { body: { data: list(ctx, doctype, request.form) } }
  if (request.method !== 'POST') throw new MethodNotAllowed()
  const { parent_doc: _, parentfield: __, as_dict: ___, ...doc } = documentOf(request)
  return { body: { data: present(ctx, ctx.documents.insert(ctx, { ...doc, doctype })) } }
}

function list(ctx: RequestContext, doctype: string, form: Row): unknown[] {
  const { fields } = form
  // A real array in a JSON body is too much for v1.
  if (Array.isArray(fields))
    throw new FrappeError(
      'TypeError',
      'the JSON object must be str, bytes or bytearray, not list',
      {
        silent: true,
      },
    )
  return listDocuments(ctx, doctype, {
    fields: jsonParameter(fields),
    filters: jsonParameter(form.filters),
    or_filters: jsonParameter(form.or_filters),
    order_by: form.order_by,
    group_by: form.group_by,
    limit_start: form.limit_start,
    limit_page_length: form.limit_page_length,
    limit: form.limit,
    as_dict: !/^(false|0)$/i.test(text(form.as_dict)),
    parent: form.parent,
  })
}

function single({ ctx, request }: Call, doctype: string, name: string): Routed {
  const { run_method: method, ...args } = request.form
  const key = /^\d+$/.test(name) && !ctx.site.exists(doctype, name) ? Number(name) : name
  if (method !== undefined && (request.method === 'GET' || request.method === 'POST')) {
    const write = request.method === 'POST'
    const data = callDocumentMethod(ctx, { doctype, name: key, method: text(method), args, write })
    return { body: data === undefined ? {} : { data } }
  }
  switch (request.method) {
    case 'GET': {
      const row = ctx.site.read(doctype, key)
      requireRead(ctx, ctx.site.type(doctype), row)
      return { body: { data: present(ctx, row) } }
    }
    case 'PUT': {
      const { flags: _, ...changes } = documentOf(request)
      return { body: { data: present(ctx, ctx.documents.update(ctx, doctype, key, changes)) } }
    }
    case 'DELETE':
      ctx.documents.remove(ctx, doctype, key)
      return { status: 202, body: { data: 'ok' } }
    default:
      throw new MethodNotAllowed()
  }
}

interface PartsV2 {
  kind: string
  doctype: string
  name: string
}

function routeV2(call: Call, { kind, doctype, name }: PartsV2): Routed {
  const { ctx, request } = call
  if (doctype === '') throw noRoute()
  if (kind === 'doctype' && name === 'meta')
    return { v2: true, body: { data: describeType(ctx.site.type(doctype)) } }
  if (kind === 'doctype' && name === 'count') {
    const count = METHODS['frappe.desk.reportview.get_count']
    return { v2: true, body: { data: count?.run(ctx, { ...request.form, doctype }, request) } }
  }
  if (kind !== 'document') throw noRoute()
  if (name === '') return { ...collectionV2(call, doctype), v2: true }
  const [, target = name, method] = /^(.*)\/method\/([^/]+)$/.exec(name) ?? []
  const form = method === undefined ? request.form : { ...request.form, run_method: method }
  const verb = request.method === 'PATCH' ? 'PUT' : request.method
  return {
    ...single({ ...call, request: { ...request, form, method: verb } }, doctype, target),
    v2: true,
  }
}

function collectionV2(call: Call, doctype: string): Routed {
  const { request } = call
  const { limit_page_length: _, ...form } = request.form
  const whole =
    request.method === 'POST'
      ? { ...request, form: { data: request.json ?? {} } }
      : { ...request, form }
  return collection({ ...call, request: whole }, doctype)
}

function rpc(call: Call, name: string, v2: boolean): Routed {
  const { ctx, request } = call
  if (name === 'login') return login(call)
  if (name === 'logout') return logout(call)
  const method = METHODS[name]
  if (!method) throw unknownMethod(ctx, name)
  if (ctx.user === GUEST && !method.guest) throw notWhitelisted(name)
  if (method.verbs && !method.verbs.includes(request.method))
    throw new FrappeError('PermissionError', 'Not permitted', { tail: 'Not permitted' })
  const result = method.run(ctx, request.form, request)
  if (v2) return { v2, body: { data: result instanceof TopLevel ? result.keys : (result ?? null) } }
  if (result instanceof TopLevel) return { body: result.keys }
  return { body: result === undefined ? {} : { message: result } }
}

const notWhitelisted = (name: string) =>
  new FrappeError(
    'PermissionError',
    `<details><summary>You are not permitted to access this resource.</summary>Function <strong>${name}</strong> is not whitelisted.</details>`,
    { title: 'Method Not Allowed', tail: '' },
  )

function unknownMethod(ctx: RequestContext, name: string): FrappeError {
  if (ctx.user === GUEST) return notWhitelisted(name)
  return new FrappeError(
    'ValidationError',
    `Failed to get method for command ${name} with No module named '${name.split('.')[0]}'`,
  )
}

/** Files, by their address; anything else is a page of the desk. */
function page({ ctx, request }: Call): Reply {
  const file = ctx.site.db.rows('File').find((row) => row.file_url === request.path)
  if (!file) return htmlPage(404, 'Not Found')
  const hidden = file.is_private === 1 && (ctx.user === GUEST || !mayRead(ctx, 'File', file))
  if (hidden) return htmlPage(403, 'Not Permitted')
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: file._content ?? Buffer.alloc(0),
  }
}
