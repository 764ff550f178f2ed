/**
 * Checks a chain link by link, wherever it comes from: the database, or an export. Finds an entry that was changed, removed,
 * put in or moved; with a head that was kept elsewhere, also a cut end and a chain that was made anew as a whole.
 */
import type { AuditHead } from '@insa/contracts'
import type { StoredLink } from './audit-chain.store.ts'
import { BEGINNING, hashLink, type SealedEntry } from './chain.ts'
import { isHeadSigned } from './head-signature.ts'

export type FaultKind =
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'out_of_order'
  | 'backdated'
  | 'bad_signature'
  | 'unknown_key'
  | 'unsigned'
  | 'rewritten'
  | 'cut_off'

export interface Fault {
  kind: FaultKind
  /** The place in the chain; null where the fault is outside it. */
  seq: number | null
  message: string
}

export interface ChainReport {
  organization_id: string
  /** Links that were looked at. */
  entries: number
  first_seq: number | null
  last_seq: number | null
  /** When the first and the last were sealed. */
  first_at: string | null
  last_at: string | null
  /** Committed, but not sealed yet. */
  waiting: number
  /** Signed ends that were compared with the chain. */
  heads: number
  heads_from_elsewhere: number
  /** The newest that agrees. */
  newest_head: AuditHead | null
  /** Keys that signed. */
  keys: string[]
  faults: Fault[]
}

/**
 * An entry is made before it is sealed, and within this time of the beginning of its transaction: one that is older than
 * what was sealed before it, by more than this, was given a false time. Milliseconds.
 */
const LONGEST_TRANSACTION_MS = 3_600_000

/** Faults of one kind beyond this number are counted and not listed. */
const MOST_FAULTS = 100

export interface ChainVerifier {
  /** Before the links: a head that lies beside the chain, or one that was kept elsewhere. */
  addHead(head: AuditHead, from: 'beside' | 'elsewhere'): void
  add(link: StoredLink): void
  /** What the caller has found by itself. */
  fault(fault: Fault): void
  /** @param waiting how many entries are not sealed yet. */
  finish(waiting: number): ChainReport
}

interface KnownHead {
  head: AuditHead
  from: 'beside' | 'elsewhere'
  agrees: boolean
}

/** @param start the place and hash that the first link follows, where it is not the beginning. */
export function createChainVerifier(
  organizationId: string,
  start: { seq: number; hash: string } = { seq: 0, hash: BEGINNING },
): ChainVerifier {
  const faults: Fault[] = []
  const fault = (found: Fault) => {
    if (faults.length < MOST_FAULTS) faults.push(found)
  }
  const heads: KnownHead[] = []
  /** Signed heads whose place has not come by yet. */
  const open = new Map<number, KnownHead[]>()
  const times: string[] = []
  let last = { ...start, sealedAt: '' }
  let entries = 0
  return {
    fault,
    addHead(head, from) {
      const known = { head, from, agrees: false }
      heads.push(known)
      if (!isHeadSigned(head)) fault(badSignature(known))
      // A later part of the chain says nothing about what came before it.
      else if (head.seq > last.seq) open.set(head.seq, [...(open.get(head.seq) ?? []), known])
    },
    add(link) {
      for (const found of checkLink(organizationId, last, link)) fault(found)
      for (const known of open.get(link.seq) ?? []) {
        known.agrees = known.head.hash === link.hash
        if (!known.agrees) fault(rewritten(known))
      }
      open.delete(link.seq)
      if (link.seq > last.seq) last = { seq: link.seq, hash: link.hash, sealedAt: link.sealedAt }
      entries += 1
      times[entries === 1 ? 0 : 1] = link.sealedAt
    },
    finish(waiting) {
      // One left of each kind tells enough: the highest.
      const beyond = [...open.values()].flat().filter(({ head }) => head.seq > last.seq)
      const highest = beyond.toSorted((a, b) => b.head.seq - a.head.seq)[0]
      if (highest) fault(cutOff(highest, last.seq))
      const agreeing = heads.filter((h) => h.agrees).map((h) => h.head)
      return {
        organization_id: organizationId,
        entries,
        first_seq: entries > 0 ? start.seq + 1 : null,
        last_seq: entries > 0 ? last.seq : null,
        first_at: times[0] ?? null,
        last_at: times.at(-1) ?? null,
        waiting,
        newest_head: agreeing.toSorted((a, b) => b.seq - a.seq)[0] ?? null,
        heads: heads.length,
        heads_from_elsewhere: heads.filter((h) => h.from === 'elsewhere').length,
        keys: [...new Set(heads.map((h) => h.head.key_id))],
        faults,
      }
    },
  }
}

const which = ({ from }: KnownHead) =>
  from === 'elsewhere' ? 'The head from elsewhere' : 'The head'

const badSignature = (known: KnownHead): Fault => ({
  kind: 'bad_signature',
  seq: known.head.seq,
  message: `${which(known)} for number ${known.head.seq} (${known.head.signed_at}) is not signed by the key that it names.`,
})

const rewritten = ({ head }: KnownHead): Fault => ({
  kind: 'rewritten',
  seq: head.seq,
  message: `The chain was made anew: number ${head.seq} has another hash than was signed for on ${head.signed_at}.`,
})

const cutOff = ({ head }: KnownHead, lastSeq: number): Fault => ({
  kind: 'cut_off',
  seq: head.seq,
  message: `The end was cut off: the chain ends with number ${lastSeq}, but on ${head.signed_at} number ${head.seq} was signed for.`,
})

function checkLink(
  organizationId: string,
  last: { seq: number; hash: string; sealedAt: string },
  link: StoredLink,
): Fault[] {
  const { seq, entry } = link
  if (seq <= last.seq) {
    return [{ kind: 'out_of_order', seq, message: `Number ${seq} comes after number ${last.seq}.` }]
  }
  const faults: Fault[] = []
  if (seq > last.seq + 1) {
    const missing = seq === last.seq + 2 ? `${seq - 1}` : `${last.seq + 1} to ${seq - 1}`
    faults.push({
      kind: 'removed',
      seq: last.seq + 1,
      message: `Number ${missing} is not in the chain any more.`,
    })
  }
  if (!entry) {
    const message = `The entry of number ${seq} (${link.entryId}) was removed.`
    return [...faults, { kind: 'removed', seq, message }]
  }
  // What follows a gap cannot be recomputed: its predecessor is gone.
  if (faults.length > 0) return faults
  const { sealedAt, hash } = link
  if (hashLink({ organizationId, seq, previous: last.hash, sealedAt, entry }) !== hash) {
    faults.push({
      kind: 'changed',
      seq,
      message: `Number ${seq} is not what was sealed: ${tell(entry)}. It was changed, another entry was put in its place, or the one before it was.`,
    })
  }
  const at = Date.parse(String(entry.at))
  if (last.sealedAt !== '' && at < Date.parse(last.sealedAt) - LONGEST_TRANSACTION_MS) {
    faults.push({
      kind: 'backdated',
      seq,
      message: `Number ${seq} says it is of ${String(entry.at)}, but came after what was sealed at ${last.sealedAt}: it was put in later.`,
    })
  }
  return faults
}

const tell = ({ action, actor, at, id }: SealedEntry) =>
  `${String(action)} by ${String(actor)} at ${String(at)} (${id})`
