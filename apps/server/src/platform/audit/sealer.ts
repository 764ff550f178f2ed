/**
 * Chains the entries of the audit trail after their commit, and signs for the ends. In the writers' transactions the chain
 * would make them wait for each other; here they never notice.
 */
import type { AuditHead } from '@insa/contracts'
import type { Database, SystemTx } from '../database/database.ts'
import {
  insertHead,
  insertLinks,
  listAuditedOrganizations,
  readClock,
  readLastHead,
  readTail,
  takeUnsealed,
} from './audit-chain.store.ts'
import { hashLink, type Link, type SealedEntry } from './chain.ts'
import type { HeadSigner } from './head-signature.ts'

export interface Sealer {
  /** Begins to look for entries from time to time. */
  start(): void
  /** Seals what is committed by now, and signs for the end. @returns null where the organization has no entry. */
  sealAndSign(organizationId: string): Promise<AuditHead | null>
  /** Seals and signs what there is, then looks no more. */
  stop(): Promise<void>
}

export interface SealerDeps {
  database: Database
  signer: HeadSigner
  /** Something went wrong in the background, or somebody tampered. */
  onError: (error: unknown) => void
}

/** Between two looks, in milliseconds. */
const LOOK_EVERY_MS = 2_000

/** Between two signatures for the same chain, in milliseconds: what a forger of the whole chain could still forge. */
const SIGN_EVERY_MS = 60_000

/** Entries sealed in one transaction. */
const BATCH = 500

export function createSealer({ database, signer, onError }: SealerDeps): Sealer {
  /** Organizations whose end nobody has signed for yet. Unknown after a start: then all are looked at. */
  let unsigned: Set<string> | null = null
  let signedAt = Number.NEGATIVE_INFINITY
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const seal = async () => {
    for (;;) {
      const sealed = await database.sealer((tx) => sealBatch(tx, onError))
      for (const id of sealed.organizations) unsigned?.add(id)
      if (sealed.taken < BATCH) return
    }
  }
  const signAll = async () => {
    const open = unsigned ?? (await database.sealer(listAuditedOrganizations))
    unsigned = new Set()
    for (const id of open) {
      await database
        .sealer((tx) => signEnd(tx, signer, id))
        .catch((error: unknown) => {
          unsigned?.add(id)
          throw error
        })
    }
    signedAt = performance.now()
  }
  const look = async (signs: boolean) => {
    await seal()
    if (signs || performance.now() - signedAt >= SIGN_EVERY_MS) await signAll()
  }
  /** One look after the other. */
  const next = (signs: boolean) => {
    working = working.then(() => look(signs)).catch(onError)
    return working
  }
  return {
    start() {
      timer ??= setInterval(() => void next(false), LOOK_EVERY_MS)
      timer.unref()
    },
    async sealAndSign(organizationId) {
      await seal()
      return database.sealer((tx) => signEnd(tx, signer, organizationId))
    },
    async stop() {
      if (timer) {
        clearInterval(timer)
        timer = undefined
        await next(true)
      }
      await working
    },
  }
}

/** @returns how many were taken, and whose they were. */
async function sealBatch(
  tx: SystemTx,
  onError: (error: unknown) => void,
): Promise<{ taken: number; organizations: string[] }> {
  const { unsealed: taken, at } = await takeUnsealed(tx, BATCH)
  const byOrganization = new Map<string, SealedEntry[]>()
  for (const { organizationId, entry, id } of taken) {
    if (!entry) {
      onError(
        new Error(`The audit entry ${id} was gone before it was sealed: somebody deleted it.`),
      )
      continue
    }
    byOrganization.set(organizationId, [...(byOrganization.get(organizationId) ?? []), entry])
  }
  const sealedAt = at.toISOString()
  for (const [organizationId, entries] of byOrganization) {
    await insertLinks(
      tx,
      chainOn(await readTail(tx, organizationId), organizationId, entries, sealedAt),
    )
  }
  return { taken: taken.length, organizations: [...byOrganization.keys()] }
}

function chainOn(
  tail: { seq: number; hash: string },
  organizationId: string,
  entries: readonly SealedEntry[],
  sealedAt: string,
): (Link & { hash: string })[] {
  let { seq, hash } = tail
  return entries.map((entry) => {
    seq += 1
    const link = { organizationId, seq, previous: hash, sealedAt, entry }
    hash = hashLink(link)
    return { ...link, hash }
  })
}

async function signEnd(
  tx: SystemTx,
  signer: HeadSigner,
  organizationId: string,
): Promise<AuditHead | null> {
  const { seq, hash } = await readTail(tx, organizationId)
  if (seq === 0) return null
  const last = await readLastHead(tx, organizationId, signer.keyId)
  if (last?.seq === seq) return last
  const signed_at = (await readClock(tx)).toISOString()
  const head = signer.sign({ organization_id: organizationId, seq, hash, signed_at })
  await insertHead(tx, head)
  return head
}
