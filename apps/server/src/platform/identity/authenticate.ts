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
import { sessionToken } from './session-cookie.ts'
import { findSignedIn } from './sessions.store.ts'

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
  return asMember(parts, request, organizationId)
}

async function asMember(
  parts: IdentityParts,
  request: FastifyRequest,
  organizationId: string | null,
): Promise<Actor | null> {
  const secure = parts.publicUrl().startsWith('https://')
  const token = sessionToken(request.headers.cookie, { secret: parts.secret, secure })
  if (token === null) return null
  const found = await parts.database.identity((tx) => findSignedIn(tx, token, organizationId))
  if (!found) return null
  refuseCrossSite(request, parts.publicUrl())
  const { user, membership } = found
  if (!membership) throw organizationId === null ? withoutOrganization() : notAMember()
  const role = Role.parse(membership.role)
  return {
    kind: 'user',
    id: user.id,
    personId: user.id,
    name: user.name,
    email: user.email,
    organizationId: membership.organizationId,
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
