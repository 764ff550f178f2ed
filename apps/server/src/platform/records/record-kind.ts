/** What the CRM's records have in common, and what each kind of them says of itself. */
import type { EventPayload } from '@insa/contracts'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Actor } from '../identity/actor.ts'

/** Tables whose rows are records: an id, perhaps an ERPNext name, a version, times, a text to search. */
export type RecordTable =
  | 'customers'
  | 'contacts'
  | 'addresses'
  | 'opportunities'
  | 'projects'
  | 'activities'

export interface RecordRow {
  id: string
  erpnext_name: string | null
  version: number
  created_at: Date
  updated_at: Date
}

/** How a list may be ordered by a column: as text, by time, by number or by day. */
export type SortBy = 'text' | 'time' | 'number' | 'day'

export interface RecordKind {
  /** In error codes, audit entries and words: `customer`. */
  noun: string
  table: RecordTable
  /** What is read, by column. */
  columns: readonly string[]
  /** Those of them that are days: read as text, because a driver would make local midnights of them. */
  days?: readonly string[]
  sorts: Readonly<Record<string, SortBy>>
}

/** Who does something, under which correlation id. */
export interface Call {
  actor: Actor
  correlationId: string
}

export interface RecordDeps {
  database: Database
  publish: Publish
}

/** What a change leaves behind beside itself. */
export interface Deed {
  /** `customer.created`. */
  action: string
  subject: { type: string; id: string }
  details?: Record<string, unknown>
  events: EventPayload[]
}

/** Something that is done with every record of a customer, in the caller's transaction. @returns how many. */
export type CustomerFollower = (tx: TenantTx, from: string, into: string) => Promise<number>
