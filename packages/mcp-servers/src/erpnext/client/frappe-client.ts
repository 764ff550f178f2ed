/**
 * A client of Frappe's REST API, version 1, for ERPNext 15 and 16. It knows the traps: lists get a complete order, missing fields are
 * null, errors are read by their shapes, writes are repeated only where they cannot have been done.
 */
import { FrappeFailure } from './frappe-failure.ts'
import { DocTypeMeta } from './metadata.ts'
import { type FrappeReply, readServerMessages } from './read-failure.ts'
import { type FrappeRequest, type SiteAccess, sendRequest } from './send-request.ts'

export type Document = Record<string, unknown> & { name: string }

/** `[field, operator, value]`, or with the child DocType before it. */
export type Filter =
  | readonly [field: string, operator: string, value: unknown]
  | readonly [doctype: string, field: string, operator: string, value: unknown]

export interface ListOptions {
  fields?: readonly string[]
  filters?: readonly Filter[]
  orFilters?: readonly Filter[]
  /** `modified desc`; the name is always added, so that pages neither repeat nor miss rows. */
  orderBy?: string
  groupBy?: string
  start?: number
  /** 20 unless said; 0 is all. */
  limit?: number
  /** The parent of a child DocType. */
  parent?: string
}

export interface CallOptions {
  signal?: AbortSignal | undefined
  /** Called with what the site says beside a success. */
  onNotice?: ((notice: string) => void) | undefined
}

export interface FrappeClientOptions {
  url: string
  apiKey: string
  apiSecret: string
  siteName?: string | undefined
  /** Milliseconds for one attempt; 15,000 unless said. */
  timeoutMs?: number | undefined
  /** 4 unless said. */
  attempts?: number | undefined
  /** Milliseconds for which metadata is kept; 300,000 unless said. */
  metadataTtlMs?: number | undefined
}

export interface FrappeClient {
  readonly url: string
  list(doctype: string, options?: ListOptions, call?: CallOptions): Promise<Document[]>
  get(doctype: string, name: string, call?: CallOptions): Promise<Document>
  /** @returns null where there is none. */
  find(doctype: string, name: string, call?: CallOptions): Promise<Document | null>
  insert(doctype: string, values: Record<string, unknown>, call?: CallOptions): Promise<Document>
  /** @param changes with `modified` as it was read: then a change by somebody else in between is a failure. */
  update(
    doctype: string,
    name: string,
    changes: Record<string, unknown>,
    call?: CallOptions,
  ): Promise<Document>
  remove(doctype: string, name: string, call?: CallOptions): Promise<void>
  /** Counts what the key may see. */
  count(doctype: string, filters?: readonly Filter[], call?: CallOptions): Promise<number>
  /** A whitelisted function that changes nothing. */
  read(method: string, args?: Record<string, unknown>, call?: CallOptions): Promise<unknown>
  /** A whitelisted function that may change something. */
  call(method: string, args?: Record<string, unknown>, call?: CallOptions): Promise<unknown>
  /** A whitelisted method of a document. */
  callDocument(
    target: { doctype: string; name: string; method: string },
    args?: Record<string, unknown>,
    call?: CallOptions,
  ): Promise<unknown>
  upload(form: FormData, call?: CallOptions): Promise<Document>
  /** From the cache where it is fresh. */
  meta(doctype: string, call?: CallOptions): Promise<DocTypeMeta>
  /** Forgets what is known of a DocType, or of all. */
  forgetMeta(doctype?: string): void
}

const TIMEOUT_MS = 15_000
const ATTEMPTS = 4
const METADATA_TTL_MS = 300_000

/** Connects to nothing yet. */
export function createFrappeClient(options: FrappeClientOptions): FrappeClient {
  const access: SiteAccess = {
    url: options.url.replace(/\/+$/, ''),
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    siteName: options.siteName,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    attempts: options.attempts ?? ATTEMPTS,
  }
  const send = async (request: FrappeRequest, call: CallOptions = {}) => {
    const reply = await sendRequest(access, { ...request, signal: call.signal })
    for (const notice of readServerMessages(reply.json?._server_messages)) call.onNotice?.(notice)
    return reply
  }
  const path = (doctype: string, name: string) =>
    `resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`
  const get: FrappeClient['get'] = async (doctype, name, call) =>
    dataOf(await send({ method: 'GET', path: path(doctype, name) }, call))
  const run: Run = async (method, args, isRead, call) => {
    const at = `method/${method}`
    // A GET is always rolled back, works in read-only mode, and may be repeated.
    const request: FrappeRequest = isRead
      ? { method: 'GET', path: at, query: args }
      : { method: 'POST', path: at, body: args }
    return (await send(request, call)).json
  }

  return {
    url: access.url,
    get,
    list: async (doctype, list = {}, call) => {
      const request = listRequest(doctype, list)
      return dataOf<Document[]>(await send(request, call))
    },
    find: async (doctype, name, call) => {
      try {
        return await get(doctype, name, call)
      } catch (error) {
        // Of a DocType as a record the site says the same as of one that it does not know.
        const absent = doctype === 'DocType' ? ['not_found', 'unknown_doctype'] : ['not_found']
        if (error instanceof FrappeFailure && absent.includes(error.kind)) return null
        throw error
      }
    },
    insert: async (doctype, values, call) => {
      const at = `resource/${encodeURIComponent(doctype)}`
      return dataOf(await send({ method: 'POST', path: at, body: values }, call))
    },
    update: async (doctype, name, changes, call) =>
      dataOf(await send({ method: 'PUT', path: path(doctype, name), body: changes }, call)),
    remove: async (doctype, name, call) => {
      await send({ method: 'DELETE', path: path(doctype, name) }, call)
    },
    count: async (doctype, filters = [], call) => {
      // frappe.client.get_count would count what the key may not see.
      const args = { doctype, filters: JSON.stringify(filters) }
      return Number((await run('frappe.desk.reportview.get_count', args, true, call))?.message ?? 0)
    },
    read: async (method, args = {}, call) => (await run(method, args, true, call))?.message ?? null,
    call: async (method, args = {}, call) =>
      (await run(method, args, false, call))?.message ?? null,
    callDocument: async ({ doctype, name, method }, args = {}, call) => {
      const body = { ...args, run_method: method }
      const reply = await send({ method: 'POST', path: path(doctype, name), body }, call)
      return reply.json?.data ?? null
    },
    upload: async (form, call) => {
      const reply = await send({ method: 'POST', path: 'method/upload_file', body: form }, call)
      return reply.json?.message as Document
    },
    ...cachedMetadata(run, options.metadataTtlMs ?? METADATA_TTL_MS),
  }
}

const dataOf = <T = Document>(reply: FrappeReply): T => {
  if (reply.json && 'data' in reply.json) return reply.json.data as T
  throw new FrappeFailure('The address answers, but not as a Frappe site does.', {
    kind: 'not_frappe',
    status: reply.status,
  })
}

function listRequest(doctype: string, list: ListOptions): FrappeRequest {
  const { fields, filters, orFilters, orderBy, groupBy, start, limit, parent } = list
  const order = groupBy === undefined ? completeOrder(orderBy) : orderBy
  return {
    method: 'GET',
    path: `resource/${encodeURIComponent(doctype)}`,
    query: {
      fields: fields ?? ['name'],
      filters: filters && filters.length > 0 ? filters : undefined,
      or_filters: orFilters && orFilters.length > 0 ? orFilters : undefined,
      order_by: order,
      group_by: groupBy,
      limit_start: start,
      limit_page_length: limit,
      parent,
    },
  }
}

/** Without a complete order the database hands out rows as it likes. */
function completeOrder(orderBy = 'modified desc'): string {
  return /\bname\b/.test(orderBy) ? orderBy : `${orderBy}, name asc`
}

type Run = (
  method: string,
  args: Record<string, unknown>,
  isRead: boolean,
  call?: CallOptions,
) => Promise<Record<string, unknown> | undefined>

function cachedMetadata(run: Run, ttlMs: number): Pick<FrappeClient, 'meta' | 'forgetMeta'> {
  const kept = new Map<string, { at: number; meta: Promise<DocTypeMeta> }>()
  return {
    meta(doctype, call) {
      const known = kept.get(doctype)
      if (known && Date.now() - known.at < ttlMs) return known.meta
      const meta = readMeta(run, doctype, call)
      kept.set(doctype, { at: Date.now(), meta })
      // What failed is asked for again.
      meta.catch(() => kept.delete(doctype))
      return meta
    },
    forgetMeta: (doctype) => void (doctype === undefined ? kept.clear() : kept.delete(doctype)),
  }
}

async function readMeta(run: Run, doctype: string, call?: CallOptions): Promise<DocTypeMeta> {
  const reply = await run('frappe.desk.form.load.getdoctype', { doctype }, true, call)
  const docs = Array.isArray(reply?.docs) ? reply.docs : []
  const found = docs.find((doc) => (doc as { name?: unknown }).name === doctype)
  if (!found)
    throw new FrappeFailure(`ERPNext does not say what a ${doctype} is.`, { kind: 'not_frappe' })
  return DocTypeMeta.parse(found)
}
