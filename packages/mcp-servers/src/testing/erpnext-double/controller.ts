/** What a DocType does beyond its fields. */
import type { Row } from './doctype.ts'
import type { RequestContext } from './request-context.ts'

export interface Controller {
  beforeInsert?(ctx: RequestContext, doc: Row): void
  /** Sets `doc.name` where the rule is the controller's own. */
  name?(ctx: RequestContext, doc: Row): void
  /** Before every writing; `before` is null for a new document. */
  validate?(ctx: RequestContext, doc: Row, before: Row | null): void
  afterInsert?(ctx: RequestContext, doc: Row): void
  onUpdate?(ctx: RequestContext, doc: Row, before: Row | null): void
  onSubmit?(ctx: RequestContext, doc: Row): void
  onCancel?(ctx: RequestContext, doc: Row): void
  onTrash?(ctx: RequestContext, doc: Row): void
  /** Whitelisted methods of the document. */
  methods?: Record<string, DocumentMethod>
}

export type DocumentMethod = (ctx: RequestContext, doc: Row, args: Row) => unknown
export type Controllers = Readonly<Record<string, Controller>>
