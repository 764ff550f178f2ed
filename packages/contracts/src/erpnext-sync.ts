/** The exchange with ERPNext: how it stands, what waits, where both sides changed the same. */
import { z } from 'zod'
import { Instant, ListQuery, Uuid } from './common.ts'

/** Fields of a lead that both sides hold. Scores are not among them: they are always ours. */
export const SYNCED_FIELDS = [
  'lead_name',
  'company_name',
  'job_title',
  'email_id',
  'phone',
  'website',
  'city',
  'country',
  'industry',
  'no_of_employees',
  'annual_revenue',
  'source',
  'message',
  'lead_owner',
  'status',
  'qualification_status',
] as const
export const SyncedField = z.enum(SYNCED_FIELDS)
export type SyncedField = z.infer<typeof SyncedField>

/** Who wins a field that both sides have changed; `ask`: nobody, until a person has decided. */
export const SyncWinner = z.enum(['erpnext', 'insa', 'ask'])
export type SyncWinner = z.infer<typeof SyncWinner>

export const ErpnextSyncSettings = z
  .strictObject({
    /** Nothing is read and nothing is written; what comes meanwhile waits. */
    paused: z.boolean(),
    /** Leads that are made here are made in ERPNext, too. */
    send_new_leads: z.boolean(),
    winners: z.strictObject(
      Object.fromEntries(SYNCED_FIELDS.map((f) => [f, SyncWinner])) as Record<
        SyncedField,
        typeof SyncWinner
      >,
    ),
  })
  .meta({ id: 'ErpnextSyncSettings' })
export type ErpnextSyncSettings = z.infer<typeof ErpnextSyncSettings>

/** Contact data is ERPNext's; what a lead wrote to us, and how far we are with it, is ours. */
export const DEFAULT_ERPNEXT_SYNC: ErpnextSyncSettings = {
  paused: false,
  send_new_leads: true,
  winners: {
    ...(Object.fromEntries(SYNCED_FIELDS.map((f) => [f, 'erpnext'])) as Record<
      SyncedField,
      'erpnext'
    >),
    message: 'insa',
    qualification_status: 'insa',
  },
}

/** What is wrong, and what to do about it. */
export const SyncProblem = z.strictObject({
  /** Stable: `unauthorized`, `unreachable`, `certificate`, `not_set_up`, `duplicate` … */
  code: z.string(),
  message: z.string(),
  todo: z.string().nullable(),
  at: Instant,
})
export type SyncProblem = z.infer<typeof SyncProblem>

/** In the order in which they refer to one another. */
export const BACKFILL_KINDS = ['Lead', 'Customer', 'Opportunity'] as const
export const BackfillKind = z.enum(BACKFILL_KINDS)
export type BackfillKind = z.infer<typeof BackfillKind>

/** The reading in of a site that was in use before: in the order of names, so that it goes on where it was cut off. */
export const Backfill = z.strictObject({
  status: z.enum(['running', 'done', 'stopped']),
  /** Whether leads that are still open are qualified, a few at a time. */
  qualify: z.enum(['open', 'none']),
  kind: BackfillKind,
  /** The last name that was read of this kind. */
  after: z.string(),
  done: z.int(),
  /** As counted when it began. */
  total: z.int(),
  started_by: z.string(),
  started_at: Instant,
  finished_at: Instant.nullable(),
})
export type Backfill = z.infer<typeof Backfill>

export const BackfillInput = z
  .strictObject({ qualify: z.enum(['open', 'none']).default('open') })
  .meta({ id: 'NewBackfill' })

/** A lead that ERPNext does not take as it is. */
export const SyncFailure = z.strictObject({
  lead_id: Uuid,
  title: z.string(),
  erpnext_name: z.string().nullable(),
  attempts: z.int(),
  problem: SyncProblem,
})
export type SyncFailure = z.infer<typeof SyncFailure>

export const ErpnextSync = z
  .strictObject({
    /**
     * `off`: no site is set, or it is another organization's; `starting`: not looked yet; `running`; `paused` by a person, or, with the
     * problem `other_site`, until one has said what site it is; `away`: the site does not serve us, it is tried again at `retry_at`.
     */
    state: z.enum(['off', 'starting', 'running', 'paused', 'away']),
    /** Without its key. */
    site_url: z.string().nullable(),
    /** Why the whole exchange stands still, or null. */
    problem: SyncProblem.nullable(),
    away_since: Instant.nullable(),
    retry_at: Instant.nullable(),
    /** Seconds by which one side may be behind the other: the greater of both directions. Null before the first look. */
    lag_seconds: z.number().nullable(),
    in: z.strictObject({
      /** When all that the site had was last read. */
      polled_at: Instant.nullable(),
      /** When names were last compared, which finds what was removed or renamed. */
      compared_at: Instant.nullable(),
      lag_seconds: z.number().nullable(),
      /** Hints of webhooks that were not looked at yet. */
      hints: z.int(),
      to_qualify: z.int(),
    }),
    out: z.strictObject({
      waiting: z.int(),
      /** Age of the oldest change that ERPNext does not have. */
      lag_seconds: z.number(),
      failed: z.int(),
      /** The newest, at most 20. */
      failures: z.array(SyncFailure),
    }),
    leads: z.strictObject({ linked: z.int(), gone: z.int(), removed: z.int() }),
    open_conflicts: z.int(),
    backfill: Backfill.nullable(),
    settings: ErpnextSyncSettings,
    /** Where ERPNext's webhooks go; they come signed, so a secret has to be set. */
    webhook: z.strictObject({ path: z.string(), has_secret: z.boolean() }),
  })
  .meta({ id: 'ErpnextSync' })
export type ErpnextSync = z.infer<typeof ErpnextSync>

/** What another address in ERPNEXT_URL is: the same site, which has moved, or another site, in which no name is known yet. */
export const SiteDecision = z
  .strictObject({ site: z.enum(['moved', 'another']) })
  .meta({ id: 'ErpnextSiteDecision' })
export type SiteDecision = z.infer<typeof SiteDecision>

const FieldValue = z.union([z.string(), z.number(), z.null()])

export const ErpnextConflict = z
  .strictObject({
    id: Uuid,
    lead_id: Uuid,
    lead_title: z.string(),
    erpnext_name: z.string(),
    /** `field`: both sides changed it; `removed`: ERPNext no longer has the lead. */
    kind: z.enum(['field', 'removed']),
    field: SyncedField.nullable(),
    ours: FieldValue,
    theirs: FieldValue,
    /** `settled`: a rule decided, a person may decide otherwise. */
    status: z.enum(['open', 'settled', 'resolved']),
    taken: z.enum(['ours', 'theirs']).nullable(),
    found_at: Instant,
    resolved_at: Instant.nullable(),
    resolved_by: z.string().nullable(),
  })
  .meta({ id: 'ErpnextConflict' })
export type ErpnextConflict = z.infer<typeof ErpnextConflict>

export const ConflictListQuery = ListQuery.extend({
  status: z.enum(['open', 'settled', 'resolved']).optional(),
  lead_id: Uuid.optional(),
})
export type ConflictListQuery = z.infer<typeof ConflictListQuery>

/** `removed`: ours makes the lead in ERPNext again, theirs removes it here. */
export const ConflictDecision = z
  .strictObject({ take: z.enum(['ours', 'theirs']) })
  .meta({ id: 'ConflictDecision' })
export type ConflictDecision = z.infer<typeof ConflictDecision>

/** A webhook of ERPNext was taken. */
export const WebhookTaken = z
  .strictObject({ taken: z.boolean() })
  .meta({ id: 'ErpnextWebhookTaken' })
