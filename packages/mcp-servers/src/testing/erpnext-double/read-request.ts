/** What the framework makes of a request: a JSON body replaces the query, a form is merged into it. */
import type { IncomingMessage } from 'node:http'
import type { Row } from './doctype.ts'
import { FrappeError, jsonError } from './frappe-error.ts'

export interface FrappeRequest {
  method: string
  path: string
  headers: Record<string, string>
  /** Frappe's form_dict. */
  form: Row
  /** The body as JSON, where it is an object. */
  json: Row | undefined
  file?: { name: string; type: string; bytes: Buffer }
}

/** Bytes; beyond it the web server answers 413. */
const MAX_BODY = 25 * 1024 * 1024

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) throw new BodyTooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > MAX_BODY) throw new BodyTooLarge()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

export async function readRequest(message: IncomingMessage, body: Buffer): Promise<FrappeRequest> {
  const url = new URL(message.url ?? '/', 'http://site')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  )
  const request: FrappeRequest = {
    method: message.method ?? 'GET',
    path: decodePath(url.pathname),
    headers,
    form: Object.fromEntries(url.searchParams),
    json: undefined,
  }
  const type = headers['content-type'] ?? ''
  if (body.length === 0) return request
  if (type.startsWith('application/json')) readJson(request, body)
  else if (type.startsWith('multipart/form-data')) await readForm(request, type, body)
  else if (type.startsWith('application/x-www-form-urlencoded'))
    Object.assign(request.form, Object.fromEntries(new URLSearchParams(body.toString())))
  return request
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function readJson(request: FrappeRequest, body: Buffer): void {
  const value = parseJson(body.toString())
  request.json = Array.isArray(value) ? { data: value } : (value as Row)
  request.form = request.json
}

async function readForm(request: FrappeRequest, type: string, body: Buffer): Promise<void> {
  const parsed = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData()
  for (const [key, value] of parsed) {
    if (typeof value === 'string') request.form[key] = value
    else
      request.file = {
        name: value.name,
        type: value.type,
        bytes: Buffer.from(await value.arrayBuffer()),
      }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw jsonError()
  }
}

/** A value that is JSON text in a query and may be JSON already in a body. */
export const jsonParameter = (value: unknown): unknown =>
  typeof value === 'string' && value !== '' ? parseJson(value) : value

/** The document of a write: the whole body, or the value of `data`. */
export function documentOf(request: FrappeRequest): Row {
  const { data } = request.form
  const value =
    data === undefined ? request.form : typeof data === 'string' ? parseJson(data) : data
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new FrappeError('ValidationError', 'Invalid document')
  return value as Row
}
