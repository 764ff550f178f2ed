/** `X-Organization-Id`: which of their organizations a person means. */
import { Uuid } from '@insa/contracts'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../http/errors.ts'

/** @returns null when nothing was chosen. @throws AppError 403 when it is no id. */
export function chosenOrganization(request: FastifyRequest): string | null {
  const header = request.headers['x-organization-id']
  if (header === undefined || header === '') return null
  const id = Uuid.safeParse(header)
  if (!id.success) throw notAMember()
  return id.data
}

/** The same for an organization that does not exist. */
export const notAMember = () =>
  new AppError(
    403,
    'auth.not_a_member',
    'You do not belong to the organization in X-Organization-Id.',
  )
