/** Signs for the end of a chain, and checks such a signature. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { AuditHead } from '@insa/contracts'
import { canonicalJson } from './canonical-json.ts'

export interface HeadSigner {
  keyId: string
  /** Ed25519, raw, base64url. */
  publicKey: string
  sign(head: Pick<AuditHead, 'organization_id' | 'seq' | 'hash' | 'signed_at'>): AuditHead
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The key is derived from the site's secret (RFC 5869), which is INSA_SECRET_KEY or lies in the data directory for its owner
 * only: whoever keeps that, in a backup for one, keeps this.
 */
export function createHeadSigner(secret: string): HeadSigner {
  const seed = Buffer.from(hkdfSync('sha256', secret, 'insa-crm', 'audit heads: ed25519', 32))
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = String(createPublicKey(key).export({ format: 'jwk' }).x)
  const keyId = keyIdOf(publicKey)
  return {
    keyId,
    publicKey,
    sign(head) {
      const { organization_id, seq, hash, signed_at } = head
      const said = {
        version: 1 as const,
        organization_id,
        seq,
        hash,
        signed_at,
        key_id: keyId,
        public_key: publicKey,
      }
      return { ...said, signature: sign(null, bytesOf(said), key).toString('base64url') }
    },
  }
}

/** Whether the head was signed as it stands, by the key that it names. Whose key that is, another has to know. */
export function isHeadSigned({ signature, ...said }: AuditHead): boolean {
  if (keyIdOf(said.public_key) !== said.key_id) return false
  try {
    return verify(null, bytesOf(said), toKey(said.public_key), Buffer.from(signature, 'base64url'))
  } catch {
    // Not a key at all.
    return false
  }
}

/** Short enough to be compared by eye. */
export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16)

const bytesOf = (said: Omit<AuditHead, 'signature'>) => Buffer.from(canonicalJson(said))

const toKey = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
