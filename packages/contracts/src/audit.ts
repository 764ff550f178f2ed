/** The audit trail: its entries, the chain that holds them together, and what leaves the house as proof. */
import { z } from 'zod'
import { Instant, ListQuery, Uuid } from './common.ts'
import { TokensUsed } from './executions.ts'

export const AuditEntry = z
  .strictObject({
    id: Uuid,
    at: Instant,
    actor: z.string(),
    /** Dotted: `lead.created`, `score.overridden`, `tool.called`. */
    action: z.string(),
    subject_type: z.string().nullable(),
    subject_id: z.string().nullable(),
    execution_id: Uuid.nullable(),
    correlation_id: z.string(),
    details: z.record(z.string(), z.unknown()),
    /** The tool that was called, by full name. */
    tool: z.string().nullable(),
    /** What it was given and what it gave, without secrets and cut to a readable length. */
    input: z.unknown(),
    output: z.unknown(),
    tokens: TokensUsed.nullable(),
    /** US dollars, six decimals, as a string. */
    cost_usd: z.string().nullable(),
    duration_ms: z.int().nullable(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** An entry of the list, with its place in the chain; null until the sealer has come by, which takes seconds. */
export const ListedAuditEntry = AuditEntry.extend({
  seal: z.strictObject({ seq: z.int(), hash: z.string(), sealed_at: Instant }).nullable(),
}).meta({ id: 'ListedAuditEntry' })
export type ListedAuditEntry = z.infer<typeof ListedAuditEntry>

export const AuditListQuery = ListQuery.extend({
  /** In any of the words of an entry. */
  q: z.string().trim().max(200).optional(),
  actor: z.string().max(200).optional(),
  action: z.string().max(80).optional(),
  tool: z.string().max(200).optional(),
  subject_id: z.string().max(80).optional(),
  execution_id: Uuid.optional(),
  /** From this instant on, and up to (not with) this one. */
  from: Instant.optional(),
  to: Instant.optional(),
})
export type AuditListQuery = z.infer<typeof AuditListQuery>

/** SHA-256, in hex. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * Signed for: the entry at `seq` has this hash, and with it all before it. The signature (Ed25519, base64url) is over the
 * canonical JSON (RFC 8785) of this object without `signature`.
 */
export const AuditHead = z
  .strictObject({
    version: z.literal(1),
    organization_id: Uuid,
    seq: z.int().min(1),
    hash: Hash,
    signed_at: Instant,
    /** The beginning of the SHA-256 of the public key. */
    key_id: z.string(),
    /** Ed25519, raw, base64url. */
    public_key: z.string(),
    signature: z.string(),
  })
  .meta({ id: 'AuditHead' })
export type AuditHead = z.infer<typeof AuditHead>

/** A line of the export: one JSON value each, the header first, `end` last. */
export const AuditExportLine = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('header'),
    format: z.literal('insa-audit-export'),
    version: z.literal(1),
    organization_id: Uuid,
    exported_at: Instant,
    /** The first entry follows the one of this number; 0 is the beginning. */
    after_seq: z.int().min(0),
    /** The hash of that one. */
    after_hash: Hash,
    key_id: z.string(),
    public_key: z.string(),
  }),
  z.strictObject({
    type: z.literal('entry'),
    seq: z.int(),
    hash: Hash,
    sealed_at: Instant,
    /** As it was hashed: `at` to the microsecond. */
    entry: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({ type: z.literal('head'), head: AuditHead }),
  z.strictObject({ type: z.literal('end'), entries: z.int(), heads: z.int() }),
])
export type AuditExportLine = z.infer<typeof AuditExportLine>

export const AuditExportQuery = z.strictObject({
  /** Only what came after this number. */
  after_seq: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
})
