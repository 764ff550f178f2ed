/** Who may knock: no page of another site through a rebound name, and nobody without the token where there is one. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'

export interface Refusal {
  status: 401 | 403
  message: string
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))

/** Names that a client may call this machine by: the loopback's, and those that are told. */
export const knownHosts = (...names: readonly string[]): ReadonlySet<string> =>
  new Set([...LOOPBACK_NAMES, ...names.map((n) => (isIP(n) === 6 ? `[${n}]` : n.toLowerCase()))])

/**
 * A page of another site reaches loopback by a name that it has rebound; that name stands in Host, the site in Origin.
 * (The SDK's own check compares Host with its port, and is deprecated in favour of one outside, like this.)
 */
export function refuseForeign(
  headers: IncomingHttpHeaders,
  hosts: ReadonlySet<string>,
): Refusal | null {
  const host = hostnameOf(`http://${headers.host}`)
  if (headers.host === undefined || host === null || !hosts.has(host)) {
    return {
      status: 403,
      message: `The host ${headers.host ?? '(none)'} is not one of this server.`,
    }
  }
  return refuseForeignPage(headers, hosts)
}

/** Only what a browser sends for a page says Origin. */
export function refuseForeignPage(
  { origin }: IncomingHttpHeaders,
  hosts: ReadonlySet<string>,
): Refusal | null {
  if (origin === undefined) return null
  const from = hostnameOf(origin)
  if (from !== null && hosts.has(from)) return null
  return { status: 403, message: `Pages of ${origin} may not call this server.` }
}

const hostnameOf = (url: string): string | null => URL.parse(url)?.hostname || null

/** @param token null: none is asked for. */
export function refuseStranger(headers: IncomingHttpHeaders, token: string | null): Refusal | null {
  if (token === null) return null
  const sent = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (sent !== undefined && isSame(sent, token)) return null
  return { status: 401, message: 'Send the token of this server as "Authorization: Bearer TOKEN".' }
}

/** In a time that says nothing of where they differ, nor of how long the right one is. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
