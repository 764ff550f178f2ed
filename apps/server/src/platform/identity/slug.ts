/** Slugs: an organization's name as a part of an address. */
import { randomInt } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { DB } from '../database/schema.generated.ts'

const MAX_LENGTH = 50

/** `Müller & Söhne` → `muller-sohne`; a name without Latin letters or digits gives `organization`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '')
  return slug === '' ? 'organization' : slug
}

/** The name's slug, with a number behind it when it is taken. */
export async function freeSlug(db: Transaction<DB>, name: string): Promise<string> {
  const slug = slugOf(name)
  const taken = await db
    .selectFrom('organizations')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  return taken ? `${slug}-${randomInt(100_000, 1_000_000)}` : slug
}
