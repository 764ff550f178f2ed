/** The chain and its heads from beginning to end, a page a transaction: a trail may be longer than memory. */
import type { AuditHead } from '@insa/contracts'
import type { SystemTx } from '../database/database.ts'
import { readHeads, readLinks, type StoredLink } from './audit-chain.store.ts'

/** A transaction as whoever may read it: the sealer, or the tenant itself. */
export type ReadTrail = <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>

const PAGE = 500

/** Greater than every id of a key, which are hexadecimal. */
const AFTER_EVERY_KEY = 'g'

/** In the order of their numbers. @param upTo the last to be read. */
export async function* eachLink(
  read: ReadTrail,
  organizationId: string,
  { after = 0, upTo = Number.MAX_SAFE_INTEGER }: { after?: number; upTo?: number } = {},
): AsyncGenerator<StoredLink> {
  for (let from = after; ; ) {
    const page = await read((tx) => readLinks(tx, organizationId, from, PAGE))
    yield* page.filter(({ seq }) => seq <= upTo)
    from = page.at(-1)?.seq ?? from
    if (page.length < PAGE || from >= upTo) return
  }
}

/** Of every key, in the order of the places that they sign for. */
export async function* eachHead(
  read: ReadTrail,
  organizationId: string,
  { after = 0, upTo = Number.MAX_SAFE_INTEGER }: { after?: number; upTo?: number } = {},
): AsyncGenerator<AuditHead> {
  for (let from = { seq: after, keyId: AFTER_EVERY_KEY }; ; ) {
    const page = await read((tx) => readHeads(tx, organizationId, from, PAGE))
    yield* page.filter(({ seq }) => seq <= upTo)
    const end = page.at(-1)
    if (!end || page.length < PAGE || end.seq > upTo) return
    from = { seq: end.seq, keyId: end.key_id }
  }
}
