/** Who sends this request: by key, or by session cookie and membership. Nothing is cached: a revocation holds at once. */
import { Role } from '@insa/contracts'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../http/errors.ts'
import type { Actor } from './actor.ts'
import { authenticateKey } from './authenticate-key.ts'
import { chosenOrganization, notAMember } from './chosen-organization.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { IdentityParts } from './identity-parts.ts'
import { permissionsOf } from './permissions.ts'
import { readSession } from './session.ts'

const BEARER = /^Bearer +(\S+) *$/i

/** @throws AppError 401 for a bad key, 403 for an organization that the caller does not belong to. */
export async function authenticate(
  parts: IdentityParts,
  request: FastifyRequest,
): Promise<Actor | null> {
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1]
  const inside = key === undefined ? null : parts.insideCallers?.find(key)
  if (inside) return inside
  const organizationId = chosenOrganization(request)
  if (key !== undefined) return authenticateKey(parts, key, organizationId)
  const session = await readSession(parts, request)
  if (!session) return null
  refuseCrossSite(request, parts.publicUrl())
  return asMember(parts, session.user, organizationId)
}

async function asMember(
  { database }: IdentityParts,
  user: { id: string; name: string; email: string },
  organizationId: string | null,
): Promise<Actor> {
  const membership = await database.identity(({ db }) => {
    const mine = db
      .selectFrom('members')
      .select(['organization_id', 'role'])
      .where('user_id', '=', user.id)
      .orderBy('id')
      .limit(1)
    return (
      organizationId === null ? mine : mine.where('organization_id', '=', organizationId)
    ).executeTakeFirst()
  })
  if (!membership) throw organizationId === null ? withoutOrganization() : notAMember()
  const role = Role.parse(membership.role)
  return {
    kind: 'user',
    id: user.id,
    personId: user.id,
    name: user.name,
    email: user.email,
    organizationId: membership.organization_id,
    role,
    permissions: permissionsOf(role),
  }
}

const withoutOrganization = () =>
  new AppError(
    403,
    'auth.no_organization',
    'You are signed in, but belong to no organization any more.',
  )
