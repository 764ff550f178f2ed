/** What one request carries: who asks, what is said beside the answer, and what goes out when it is committed. */
import type { Row } from './doctype.ts'
import type { ServerMessage } from './frappe-error.ts'
import type { Site } from './site.ts'

export const GUEST = 'Guest'
export const ADMINISTRATOR = 'Administrator'

export type DocEvent =
  | 'after_insert'
  | 'on_update'
  | 'on_submit'
  | 'on_cancel'
  | 'on_trash'
  | 'on_change'

/** The documents' life, for controllers and methods, which write others of their own. */
export interface Documents {
  insert(ctx: RequestContext, doc: Row, options?: InsertOptions): Row
  update(ctx: RequestContext, doctype: string, name: unknown, changes: Row): Row
  remove(ctx: RequestContext, doctype: string, name: unknown): void
}

export interface InsertOptions {
  /** Written by the framework itself: no right is asked for. */
  system?: boolean
}

export interface RequestContext {
  site: Site
  documents: Documents
  user: string
  roles: ReadonlySet<string>
  messages: ServerMessage[]
  /** What hooks fired, for the webhooks: sent after the commit, never after a rollback. */
  fired: { event: DocEvent; doc: Row }[]
}

export function contextOf(site: Site, documents: Documents, user: string): RequestContext {
  return { site, documents, user, roles: rolesOf(site, user), messages: [], fired: [] }
}

function rolesOf(site: Site, user: string): ReadonlySet<string> {
  if (user === GUEST) return new Set([GUEST])
  if (user === ADMINISTRATOR) return new Set([ADMINISTRATOR])
  const rows = (site.db.get('User', user)?.roles as Row[] | undefined) ?? []
  return new Set(['All', GUEST, ...rows.map((row) => String(row.role))])
}

export const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)

export const text = (value: unknown) => (isEmpty(value) ? '' : String(value))
