import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { BEGINNING, hashLink, type SealedEntry } from './chain.ts'
import { createHeadSigner, isHeadSigned, keyIdOf } from './head-signature.ts'
import { createChainVerifier } from './verify-chain.ts'

const ORGANIZATION = '01890000-0000-7000-8000-000000000001'
const idOf = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const entry = (n: number): SealedEntry => ({
  id: idOf(n),
  at: `2026-01-02T03:04:${String(n).padStart(2, '0')}.000001Z`,
  actor: 'user:ana',
  action: 'lead.created',
  details: { n },
})

interface TestLink {
  seq: number
  entryId: string
  hash: string
  sealedAt: string
  entry: SealedEntry | null
}

/** A chain of so many links, as a sealer makes it. */
function chain(length: number): TestLink[] {
  let previous = BEGINNING
  return Array.from({ length }, (_, i) => {
    const seq = i + 1
    const sealedAt = '2026-01-02T03:05:00.000Z'
    const hash = hashLink({
      organizationId: ORGANIZATION,
      seq,
      previous,
      sealedAt,
      entry: entry(seq),
    })
    previous = hash
    return { seq, entryId: idOf(seq), hash, sealedAt, entry: entry(seq) }
  })
}

const signer = createHeadSigner('a secret of this test, long enough to sign with')
const headOf = ({ seq, hash }: TestLink) =>
  signer.sign({ organization_id: ORGANIZATION, seq, hash, signed_at: '2026-01-02T04:00:00.000Z' })

function check(links: readonly TestLink[], heads: readonly TestLink[] = []) {
  const verifier = createChainVerifier(ORGANIZATION)
  for (const head of heads) verifier.addHead(headOf(head), 'elsewhere')
  for (const link of links) verifier.add(link)
  const report = verifier.finish(0)
  return { ...report, kinds: report.faults.map(({ kind, seq }) => [kind, seq]) }
}

describe('canonical JSON', () => {
  it('writes keys in one order, whatever order they came in', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: 1.5e21, '€': true, A: undefined })).toBe(
      '{"a":1.5e+21,"b":[1,{"c":"é","d":null}],"€":true}',
    )
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, [undefined]])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow('no JSON')
  })
})

describe('the chain of the audit trail', () => {
  it('holds as it was sealed', () => {
    const links = chain(5)
    expect(check(links, [links[4] as TestLink, links[2] as TestLink])).toMatchObject({
      kinds: [],
      entries: 5,
      first_seq: 1,
      last_seq: 5,
      newest_head: { seq: 5 },
    })
    expect(check([]).kinds).toEqual([])
  })

  it.each([
    ['actor', { actor: 'user:eve' }],
    ['time', { at: '2026-01-02T03:04:03.000002Z' }],
    ['details', { details: { n: 4 } }],
    ['details by a key', { details: { n: 3, more: null } }],
    ['id', { id: idOf(99) }],
  ])(
    'shows that the %s of an entry was changed, and of which [audit.tampering]',
    (_what, change) => {
      const links = chain(5).map((l) =>
        l.seq === 3 && l.entry ? { ...l, entry: { ...l.entry, ...change } } : l,
      )
      expect(check(links).kinds).toEqual([['changed', 3]])
    },
  )

  it('shows that an entry was removed: its row, its link, or both [audit.tampering]', () => {
    const withoutRow = chain(5).map((l) => (l.seq === 3 ? { ...l, entry: null } : l))
    expect(check(withoutRow).kinds).toEqual([['removed', 3]])
    const withoutLink = chain(5).filter((l) => l.seq !== 3)
    expect(check(withoutLink).kinds).toEqual([['removed', 3]])
    const closedUp = withoutLink.map((l, i) => ({ ...l, seq: i + 1 }))
    expect(check(closedUp).kinds[0]).toEqual(['changed', 3])
    expect(check(chain(5).slice(1)).kinds).toEqual([['removed', 1]])
  })

  it('shows that an entry was put in [audit.tampering]', () => {
    const links = chain(5)
    const [first, ...rest] = links as [TestLink, ...TestLink[]]
    const forged = { ...first, seq: 2, entry: entry(99), entryId: idOf(99) }
    const pushed = rest.map((l) => ({ ...l, seq: l.seq + 1 }))
    expect(check([first, forged, ...pushed]).kinds[0]).toEqual(['changed', 2])
    expect(check([first, first, ...rest]).kinds).toEqual([['out_of_order', 1]])
  })

  it('shows that entries changed places [audit.tampering]', () => {
    const links = chain(5)
    const swapped = links.map((l) => {
      const other = links[{ 2: 3, 3: 2 }[l.seq] ?? -1]
      return other ? { ...l, entry: links[{ 2: 2, 3: 1 }[l.seq] ?? 0]?.entry ?? null } : l
    })
    expect(check(swapped).kinds).toEqual([
      ['changed', 2],
      ['changed', 3],
    ])
    const moved = [links[0], links[2], links[1], links[3], links[4]] as TestLink[]
    expect(check(moved).kinds).toEqual([
      ['removed', 2],
      ['out_of_order', 2],
    ])
  })

  it('shows that an entry with a time of the past was added at the end', () => {
    const links = chain(3)
    const last = links[2] as TestLink
    const old = { ...entry(4), at: '2025-12-24T00:00:00.000000Z' }
    const { sealedAt } = last
    const hash = hashLink({
      organizationId: ORGANIZATION,
      seq: 4,
      previous: last.hash,
      sealedAt,
      entry: old,
    })
    const late = { seq: 4, entryId: old.id, hash, sealedAt, entry: old }
    expect(check([...links, late]).kinds).toEqual([['backdated', 4]])
  })

  it('shows a cut end only beside a head that was kept elsewhere [audit.cut-end]', () => {
    const links = chain(5)
    expect(check(links.slice(0, 3)).kinds).toEqual([])
    const { kinds, faults } = check(links.slice(0, 3), [links[4] as TestLink])
    expect(kinds).toEqual([['cut_off', 5]])
    expect(faults[0]?.message).toMatch(/ends with number 3, .* number 5 was signed for/)
    expect(check([], [links[4] as TestLink]).kinds).toEqual([['cut_off', 5]])
  })

  it('shows that a whole chain was made anew beside a head that was signed before [audit.cut-end]', () => {
    const forged = chain(5)
    let previous = BEGINNING
    for (const link of forged) {
      link.entry = { ...(link.entry as SealedEntry), actor: 'user:nobody' }
      link.hash = hashLink({
        organizationId: ORGANIZATION,
        seq: link.seq,
        previous,
        sealedAt: link.sealedAt,
        entry: link.entry,
      })
      previous = link.hash
    }
    expect(check(forged).kinds).toEqual([])
    expect(check(forged, [chain(5)[3] as TestLink]).kinds).toEqual([['rewritten', 4]])
  })

  it('is another one in another organization', () => {
    const verifier = createChainVerifier(idOf(2))
    for (const link of chain(2)) verifier.add(link)
    expect(verifier.finish(0).faults.map((f) => f.kind)).toEqual(['changed', 'changed'])
  })
})

describe('a signed head', () => {
  const head = headOf(chain(1)[0] as TestLink)

  it('is checked by its public key, also by other programs', () => {
    expect(isHeadSigned(head)).toBe(true)
    expect(head.key_id).toBe(keyIdOf(head.public_key))
    const { signature, ...said } = head
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: head.public_key },
      format: 'jwk',
    })
    const bytes = Buffer.from(canonicalJson(said))
    expect(verify(null, bytes, key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it.each([
    ['number', { seq: 2 }],
    ['hash', { hash: 'f'.repeat(64) }],
    ['organization', { organization_id: idOf(9) }],
    ['time', { signed_at: '2026-01-02T04:00:00.001Z' }],
    ['key', { public_key: createHeadSigner('another secret').publicKey }],
    ['id of the key', { key_id: '0123456789abcdef' }],
    ['signature', { signature: 'AAAA' }],
    ['key by nothing', { public_key: 'no key', key_id: keyIdOf('no key') }],
  ])('does not hold with another %s', (_what, change) => {
    expect(isHeadSigned({ ...head, ...change })).toBe(false)
  })

  it('comes from a key that follows from the secret, and from nothing else', () => {
    expect(createHeadSigner('a secret').keyId).toBe(createHeadSigner('a secret').keyId)
    expect(createHeadSigner('a secret').keyId).not.toBe(createHeadSigner('a secret!').keyId)
    expect(JSON.stringify(head)).not.toContain('a secret of this test')
  })
})
