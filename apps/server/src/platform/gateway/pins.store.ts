/** The only SQL about `mcp_pins`. */
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { ToolDefinition } from './mcp-tools.ts'
import { hashDefinitions } from './pins.ts'

export interface Pin {
  definitions: ToolDefinition[]
  hash: string
  pinnedBy: string
  pinnedAt: Date
  reviewed: boolean
}

/** Every pin of this organization, by server. */
export async function readPins(tx: TenantTx): Promise<Map<string, Pin>> {
  const rows = await tx.db.selectFrom('mcp_pins').selectAll().execute()
  return new Map(
    rows.map((r) => [
      r.server,
      {
        // Written by this file alone.
        definitions: r.definitions as unknown as ToolDefinition[],
        hash: r.hash,
        pinnedBy: r.pinned_by,
        pinnedAt: r.pinned_at,
        reviewed: r.reviewed,
      },
    ]),
  )
}

/** The pin of one server, as far as a call needs it. */
export type PinnedHash = Pick<Pin, 'hash' | 'reviewed'>

export const readPinnedHash = (tx: TenantTx, server: string): Promise<PinnedHash | undefined> =>
  tx.db
    .selectFrom('mcp_pins')
    .select(['hash', 'reviewed'])
    .where('server', '=', server)
    .executeTakeFirst()

/** Pins what is there at first sight. @returns whether it was the first. */
export async function pinFirstSight(
  tx: TenantTx,
  server: string,
  definitions: readonly ToolDefinition[],
): Promise<boolean> {
  const row = await tx.db
    .insertInto('mcp_pins')
    .values({
      server,
      definitions: jsonb<unknown>(definitions),
      hash: hashDefinitions(definitions),
      pinned_by: 'system:first sight',
      reviewed: false,
    })
    .onConflict((c) => c.doNothing())
    .returning('server')
    .executeTakeFirst()
  return row !== undefined
}

/** A person has looked at the set, and it is what holds from now on. */
export async function pinReviewed(
  tx: TenantTx,
  server: string,
  definitions: readonly ToolDefinition[],
  by: string,
): Promise<void> {
  const values = {
    definitions: jsonb<unknown>(definitions),
    hash: hashDefinitions(definitions),
    pinned_by: by,
    reviewed: true,
    strange_hash: null,
  }
  await tx.db
    .insertInto('mcp_pins')
    .values({ server, ...values })
    .onConflict((c) =>
      c.columns(['organization_id', 'server']).doUpdateSet({
        ...values,
        pinned_at: sql<Date>`now()`,
      }),
    )
    .execute()
}

/** Notes that the server lists another set than the pinned one. @returns whether this set was not noted yet. */
export async function noteStrangeSet(tx: TenantTx, server: string, hash: string): Promise<boolean> {
  const row = await tx.db
    .updateTable('mcp_pins')
    .set({ strange_hash: hash })
    .where('server', '=', server)
    .where('hash', '<>', hash)
    .where('strange_hash', 'is distinct from', hash)
    .returning('server')
    .executeTakeFirst()
  return row !== undefined
}
