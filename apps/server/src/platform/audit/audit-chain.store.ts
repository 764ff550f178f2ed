/**
 * The only SQL about the chain of the audit trail. It runs as the sealer, who adds to it and can neither change nor delete,
 * or as a tenant, who reads its own.
 */
import { AuditHead } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { SystemTx } from '../database/database.ts'
import { BEGINNING, type Link, type SealedEntry } from './chain.ts'

/** Any constant of our own: one process seals at a time. */
const SEALING_LOCK = 4_672_004

export interface Unsealed {
  id: string
  organizationId: string
  /** null: the row is gone. */
  entry: SealedEntry | null
}

/**
 * What waits for the sealer, at most so many, oldest first; taken off the list with this transaction.
 * @returns with the time by the database's clock, which is also that of the entries: the sealer's own may be wrong.
 */
export async function takeUnsealed(
  tx: SystemTx,
  most: number,
): Promise<{ unsealed: Unsealed[]; at: Date }> {
  await sql`select pg_advisory_xact_lock(${sql.lit(SEALING_LOCK)})`.execute(tx.db)
  const { rows } = await sql<{ id: string; organization_id: string; entry: SealedEntry | null }>`
    with taken as (
      delete from audit_unsealed where entry_id = any(array(
        select entry_id from audit_unsealed order by entry_id limit ${sql.lit(most)}))
      returning entry_id, organization_id)
    select taken.entry_id as id, taken.organization_id, ${ENTRY} as entry
    from taken left join audit_entries e on e.id = taken.entry_id
    where not exists (select from audit_chain c where c.entry_id = taken.entry_id) order by taken.entry_id`.execute(
    tx.db,
  )
  return {
    unsealed: rows.map((r) => ({
      organizationId: r.organization_id,
      entry: r.entry,
      id: r.id,
    })),
    at: await readClock(tx),
  }
}

/** The time, by the database's clock. */
export async function readClock(tx: SystemTx): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx.db)
  return rows[0]?.at as Date
}

/** As it is hashed. JSON would lose nothing that a reader of the trail could see. */
const ENTRY: RawBuilder<SealedEntry | null> = sql`case when e.id is not null then jsonb_build_object(
  'id', e.id, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'actor', e.actor, 'action', e.action,
  'subject_type', e.subject_type, 'subject_id', e.subject_id, 'execution_id', e.execution_id,
  'correlation_id', e.correlation_id, 'details', e.details, 'tool', e.tool, 'input', e.input, 'output', e.output,
  'tokens', e.tokens, 'cost_usd', e.cost_usd::text, 'duration_ms', e.duration_ms) end`

/** The end of an organization's chain. */
export async function readTail(
  tx: SystemTx,
  organizationId: string,
): Promise<{ seq: number; hash: string }> {
  const row = await tx.db
    .selectFrom('audit_chain')
    .select(['seq', 'hash'])
    .where('organization_id', '=', organizationId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { seq: Number(row.seq), hash: row.hash } : { seq: 0, hash: BEGINNING }
}

export async function insertLinks(
  tx: SystemTx,
  links: readonly (Link & { hash: string })[],
): Promise<void> {
  await tx.db
    .insertInto('audit_chain')
    .values(
      links.map((link) => ({
        organization_id: link.organizationId,
        seq: link.seq,
        entry_id: link.entry.id,
        hash: link.hash,
        sealed_at: link.sealedAt,
      })),
    )
    .execute()
}

/** One signature for one place and key is enough. */
export async function insertHead(tx: SystemTx, head: AuditHead): Promise<void> {
  const { version: _, ...row } = head
  await tx.db
    .insertInto('audit_heads')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function readLastHead(
  tx: SystemTx,
  organizationId: string,
  keyId: string,
): Promise<AuditHead | null> {
  const row = await tx.db
    .selectFrom('audit_heads')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('key_id', '=', keyId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? presentHead(row) : null
}

/** A page of heads, in the order of their places. */
export async function readHeads(
  tx: SystemTx,
  organizationId: string,
  after: { seq: number; keyId: string },
  most: number,
): Promise<AuditHead[]> {
  const rows = await tx.db
    .selectFrom('audit_heads')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`(seq, key_id) > (${after.seq}::bigint, ${after.keyId})`)
    .orderBy('seq')
    .orderBy('key_id')
    .limit(most)
    .execute()
  return rows.map(presentHead)
}

const presentHead = ({ seq, signed_at, ...row }: { seq: number; signed_at: Date } & object) =>
  AuditHead.parse({ ...row, version: 1, seq: Number(seq), signed_at: signed_at.toISOString() })

export interface StoredLink {
  seq: number
  entryId: string
  hash: string
  sealedAt: string
  /** null: the row is gone. */
  entry: SealedEntry | null
}

/** A page of the chain with what hangs in it. */
export async function readLinks(
  tx: SystemTx,
  organizationId: string,
  afterSeq: number,
  most: number,
): Promise<StoredLink[]> {
  const { rows } = await sql<{
    seq: number
    entry_id: string
    hash: string
    sealed_at: Date
    entry: SealedEntry | null
  }>`
    select c.seq, c.entry_id, c.hash, c.sealed_at, ${ENTRY} as entry
    from audit_chain c left join audit_entries e on e.id = c.entry_id and e.organization_id = c.organization_id
    where c.organization_id = ${organizationId} and c.seq > ${afterSeq}::bigint
    order by c.seq limit ${sql.lit(most)}`.execute(tx.db)
  return rows.map((r) => ({
    seq: Number(r.seq),
    entryId: r.entry_id,
    hash: r.hash,
    sealedAt: r.sealed_at.toISOString(),
    entry: r.entry,
  }))
}

/** One link's place and hash. */
export const readLink = (
  tx: SystemTx,
  organizationId: string,
  seq: number,
): Promise<{ hash: string } | undefined> =>
  tx.db
    .selectFrom('audit_chain')
    .select('hash')
    .where('organization_id', '=', organizationId)
    .where('seq', '=', seq)
    .executeTakeFirst()

/** Every organization that has an entry, a link or a head: jumps from one to the next through the indexes. */
export async function listAuditedOrganizations(tx: SystemTx): Promise<string[]> {
  const found = new Set<string>()
  for (const table of ['audit_entries', 'audit_chain', 'audit_heads'] as const) {
    const { rows } = await sql<{ id: string }>`
      with recursive o as (
        (select organization_id as id from ${sql.table(table)} order by 1 limit 1)
        union all
        select (select organization_id from ${sql.table(table)} where organization_id > o.id order by 1 limit 1)
        from o where o.id is not null)
      select id from o where id is not null`.execute(tx.db)
    for (const { id } of rows) found.add(id)
  }
  return [...found].sort()
}

/** Entries outside the chain: those that still wait, and those that nobody announced; of these the first ids. */
export async function readUnchained(
  tx: SystemTx,
  organizationId: string,
): Promise<{ waiting: number; unannounced: number; first: string[] }> {
  const { rows } = await sql<{ waiting: number; unannounced: number; first: string[] | null }>`
    select count(u.entry_id) as waiting, count(*) - count(u.entry_id) as unannounced,
      (array_agg(e.id order by e.id) filter (where u.entry_id is null))[1:5] as first
    from audit_entries e
    left join audit_chain c on c.entry_id = e.id left join audit_unsealed u on u.entry_id = e.id
    where e.organization_id = ${organizationId} and c.entry_id is null`.execute(tx.db)
  const [row] = rows
  return {
    waiting: Number(row?.waiting ?? 0),
    unannounced: Number(row?.unannounced ?? 0),
    first: row?.first ?? [],
  }
}
