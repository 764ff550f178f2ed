/** The one table of what a role may do. Nothing else in the program knows what a role means. */
import { Permission, type Role } from '@insa/contracts'
import { forbidden } from '../http/errors.ts'
import type { Actor } from './actor.ts'

const ALL: readonly Permission[] = Permission.options

/** Who is in, what keys there are, which organizations, what tools may do, SQL, which records are bait, the program's own errors: the administrator's alone. */
const ACCESS: readonly Permission[] = [
  'members:manage',
  'api_keys:manage',
  'organizations:manage',
  'tools:manage',
  'reports:sql',
  'canaries:manage',
  'errors:read',
  'errors:manage',
]

const READING: readonly Permission[] = [
  'leads:read',
  'customers:read',
  'opportunities:read',
  'projects:read',
  'activities:read',
  'executions:read',
  'alerts:read',
  'approvals:read',
  'tools:read',
  'settings:read',
  'mail:read',
]

const OF_ROLE: Record<Role, ReadonlySet<Permission>> = {
  administrator: new Set(ALL),
  manager: new Set(ALL.filter((permission) => !ACCESS.includes(permission))),
  sales: new Set([
    ...READING,
    'leads:write',
    'leads:import',
    'leads:qualify',
    'scores:override',
    'customers:write',
    'opportunities:write',
    'projects:write',
    'activities:write',
    'executions:cancel',
  ]),
  viewer: new Set(READING),
}

/** What a role may, narrowed to the scopes; no scopes: all of it. A scope never adds what the role lacks. */
export function permissionsOf(role: Role, scopes: readonly string[] = []): ReadonlySet<Permission> {
  const granted = OF_ROLE[role]
  if (scopes.length === 0) return granted
  return new Set([...granted].filter((permission) => scopes.includes(permission)))
}

/**
 * Who may read a mail that is itself a way in: whoever has every right anyhow. A key of an administrator that is narrowed
 * to reading mail would else become one by way of a reset link.
 */
export const mayReadSecretMail = (actor: Actor): boolean =>
  [...OF_ROLE.administrator].every((permission) => actor.permissions.has(permission))

/**
 * Nobody grants, changes or takes away more than they hold themselves: a key narrowed to `members:manage` cannot make
 * an administrator.
 * @throws AppError 403.
 */
export function refuseBeyond(actor: Actor, permissions: ReadonlySet<Permission>): void {
  const missing = [...permissions].filter((permission) => !actor.permissions.has(permission))
  if (missing.length === 0) return
  throw forbidden(`This would touch rights that you do not have yourself: ${missing.join(', ')}.`)
}
