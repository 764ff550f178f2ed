/** A tenant's settings: one JSON document a name, parsed by the schema of whoever owns the name. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'

export interface Setting<T> {
  name: string
  schema: z.ZodType<T>
  fallback: T
}

/** The tenant's value, or the fallback where none was set. */
export async function readSetting<T>(tx: TenantTx, setting: Setting<T>): Promise<T> {
  const row = await tx.db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', setting.name)
    .executeTakeFirst()
  return row ? setting.schema.parse(row.value) : setting.fallback
}

/** The same, and nobody changes it until the transaction has ended. */
export async function readSettingForShare<T>(tx: TenantTx, setting: Setting<T>): Promise<T> {
  await tx.db
    .selectFrom('settings')
    .select('version')
    .where('name', '=', setting.name)
    .forShare()
    .execute()
  return readSetting(tx, setting)
}

export async function writeSetting<T>(
  tx: TenantTx,
  setting: Setting<T>,
  value: T,
  updatedBy: string,
): Promise<void> {
  const values = { value: jsonb<unknown>(value), updated_by: updatedBy }
  await tx.db
    .insertInto('settings')
    .values({ name: setting.name, ...values })
    .onConflict((c) =>
      c.columns(['organization_id', 'name']).doUpdateSet({
        ...values,
        version: sql<number>`settings.version + 1`,
        updated_at: sql<Date>`now()`,
      }),
    )
    .execute()
}
