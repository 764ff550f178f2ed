/** Who is asking: roles, the signed-in person, API keys, organizations. */
import { z } from 'zod'
import { Instant, isStorable, Uuid } from './common.ts'

export const Role = z.enum(['administrator', 'manager', 'sales', 'viewer']).meta({ id: 'Role' })
export type Role = z.infer<typeof Role>

/** A name that a person gives: to an organization, a key, or themselves. */
export const GivenName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .refine(isStorable, { message: 'Text must be valid Unicode without NUL characters.' })

/** What a role or a key may do. The one table from role to permissions: apps/server/src/platform/identity/permissions.ts. */
export const Permission = z
  .enum([
    'leads:read',
    'leads:write',
    'leads:delete',
    'leads:import',
    'leads:qualify',
    'scores:override',
    'customers:read',
    'customers:write',
    'customers:delete',
    'opportunities:read',
    'opportunities:write',
    'opportunities:delete',
    'projects:read',
    'projects:write',
    'projects:delete',
    'activities:read',
    'activities:write',
    'executions:read',
    'executions:cancel',
    'executions:record',
    'agents:manage',
    'alerts:read',
    'alerts:silence',
    'approvals:read',
    'approvals:decide',
    'tools:read',
    'tools:manage',
    'settings:read',
    'settings:write',
    'mail:read',
    'audit:read',
    'costs:read',
    'members:manage',
    'api_keys:manage',
    'organizations:manage',
    'reports:sql',
    'canaries:manage',
    'errors:read',
    'errors:manage',
  ])
  .meta({ id: 'Permission' })
export type Permission = z.infer<typeof Permission>

export const Organization = z
  .strictObject({
    id: Uuid,
    name: z.string(),
    slug: z.string(),
    role: Role,
    created_at: Instant,
  })
  .meta({ id: 'Organization' })
export type Organization = z.infer<typeof Organization>

export const OrganizationInput = z
  .strictObject({
    name: GivenName.min(2),
    slug: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/)
      .optional(),
  })
  .meta({ id: 'NewOrganization' })

/** The person or key behind the request. */
export const Me = z
  .strictObject({
    kind: z.enum(['user', 'api_key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    organization: Organization,
    organizations: z.array(Organization),
    permissions: z.array(Permission),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const ApiKey = z
  .strictObject({
    id: Uuid,
    name: z.string(),
    /** The first characters of the key, to recognize it by. */
    prefix: z.string(),
    role: Role,
    /** Empty: all that the role may. Otherwise the key may only do these, and only as far as the role may. */
    scopes: z.array(Permission),
    created_by: z.string(),
    created_at: Instant,
    last_used_at: Instant.nullable(),
    expires_at: Instant.nullable(),
    revoked_at: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const ApiKeyInput = z
  .strictObject({
    name: GivenName,
    role: Role.default('sales'),
    scopes: z.array(Permission).default([]),
    expires_at: Instant.nullable().optional(),
  })
  .meta({ id: 'NewApiKey' })

/** Answered once, when the key is made: `key` is not stored and cannot be shown again. */
export const ApiKeyCreated = z
  .strictObject({ ...ApiKey.shape, key: z.string() })
  .meta({ id: 'ApiKeyCreated' })
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>

export const Member = z
  .strictObject({
    id: Uuid,
    user_id: Uuid.nullable(),
    name: z.string(),
    email: z.string(),
    role: Role,
    status: z.enum(['active', 'invited']),
    created_at: Instant,
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

/** Invites a person by mail; who has an account joins with it. */
export const MemberInput = z
  .strictObject({ email: z.email().max(254), role: Role })
  .meta({ id: 'NewMember' })

export const MemberPatch = z.strictObject({ role: Role }).meta({ id: 'MemberPatch' })
