/** The trail as lines that can be kept and checked anywhere: the header, signed heads, entries with their hashes, the end. */
import type { AuditExportLine, AuditHead } from '@insa/contracts'
import { BEGINNING } from './chain.ts'
import type { HeadSigner } from './head-signature.ts'
import { eachHead, eachLink, type ReadTrail } from './read-trail.ts'

export interface TrailExport {
  organizationId: string
  /** Signed for the end just now; null without any entry. */
  head: AuditHead | null
  /** The first entry follows this one. */
  after: { seq: number; hash: string }
  signer: Pick<HeadSigner, 'keyId' | 'publicKey'>
  read: ReadTrail
}

/** An entry that was removed leaves a gap: the reader shall see it. */
export async function* exportTrail({
  organizationId,
  head,
  after,
  signer,
  read,
}: TrailExport): AsyncGenerator<AuditExportLine> {
  const span = { after: after.seq, upTo: head?.seq ?? 0 }
  yield {
    type: 'header',
    format: 'insa-audit-export',
    version: 1,
    organization_id: organizationId,
    exported_at: new Date().toISOString(),
    after_seq: after.seq,
    after_hash: after.seq === 0 ? BEGINNING : after.hash,
    key_id: signer.keyId,
    public_key: signer.publicKey,
  }
  let heads = 0
  for await (const signed of eachHead(read, organizationId, span)) {
    heads += 1
    yield { type: 'head', head: signed }
  }
  let entries = 0
  for await (const { seq, hash, sealedAt, entry } of eachLink(read, organizationId, span)) {
    if (!entry) continue
    entries += 1
    yield { type: 'entry', seq, hash, sealed_at: sealedAt, entry }
  }
  yield { type: 'end', entries, heads }
}
