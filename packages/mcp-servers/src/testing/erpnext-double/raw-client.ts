/** Bare requests to a double, for tests that look at the answer itself. */
import type { Row } from './doctype.ts'
import type { ErpnextDouble } from './erpnext-double.ts'

export interface RawReply {
  status: number
  headers: Headers
  text: string
  /** Null where the body is no JSON. */
  json: Row | null
}

export interface RawRequest {
  as?: 'setup' | 'runtime' | 'nobody' | 'guest'
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
}

export type Raw = (method: string, path: string, options?: RawRequest) => Promise<RawReply>

/** Query values that are no text are sent as JSON text, as v1 wants them. */
export function rawClient({ url, keys }: ErpnextDouble): Raw {
  return async (method, path, { as = 'runtime', query = {}, body, headers = {} } = {}) => {
    const address = new URL(`/api/${path}`, url)
    for (const [name, value] of Object.entries(query))
      address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
    const response = await fetch(address, {
      method,
      headers: {
        accept: 'application/json',
        ...(as !== 'guest' && { authorization: `token ${keys[as].key}:${keys[as].secret}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) }
  }
}

function jsonOf(text: string): Row | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `_server_messages`, decoded twice. */
export const messagesOf = ({ json }: RawReply): Row[] =>
  JSON.parse(String(json?._server_messages ?? '[]')).map((item: string) => JSON.parse(item))

export const dataOf = <T = Row>({ json }: RawReply): T => json?.data as T
