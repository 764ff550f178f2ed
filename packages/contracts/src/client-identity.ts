/** Calls about who is asking: sign-in, invitations, keys, organizations and their members. */
import { z } from 'zod'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { type ListQuery, pageOf } from './common.ts'
import {
  ApiKey,
  ApiKeyCreated,
  type ApiKeyInput,
  Member,
  type MemberInput,
  Organization,
  type OrganizationInput,
  Role,
} from './identity.ts'

const ApiKeyPage = pageOf(ApiKey)
const OrganizationPage = pageOf(Organization)
const MemberPage = pageOf(Member)

/** What an invitation's link may show to whoever holds it. */
export const InvitationPreview = z.object({
  email: z.string(),
  organization_name: z.string(),
  role: Role,
})
export type InvitationPreview = z.infer<typeof InvitationPreview>

export function authClient({ run }: Transport) {
  const post = (path: string, json: unknown, call?: CallOptions) =>
    run({ method: 'POST', path: `/api/auth/${path}`, json }, call)
  return {
    /** Sets the session cookie. */
    signIn: (email: string, password: string, call?: CallOptions) =>
      post('sign-in/email', { email, password }, call),
    signOut: (call?: CallOptions) => post('sign-out', {}, call),
    /** Answers the same whether the address is known or not. */
    requestPasswordReset: (email: string, call?: CallOptions) =>
      post('request-password-reset', { email, redirectTo: '/reset-password' }, call),
    resetPassword: (token: string, newPassword: string, call?: CallOptions) =>
      post('reset-password', { newPassword, token }, call),
    /** Ends the person's other sessions. */
    changePassword: (currentPassword: string, newPassword: string, call?: CallOptions) =>
      post('change-password', { currentPassword, newPassword }, call),
  }
}

export function invitationsClient({ send, run }: Transport) {
  const at = (token: string) => `/api/v1/invitations/${encodeURIComponent(token)}`
  return {
    get: (token: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(token) }, InvitationPreview, call),
    accept: (token: string, person: { name: string; password: string }, call?: CallOptions) =>
      run({ method: 'POST', path: `${at(token)}/accept`, json: person, creates: true }, call),
  }
}

export function apiKeysClient({ send, run }: Transport) {
  const path = '/api/v1/api-keys'
  return {
    list: (query: QueryOf<ListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path, query }, ApiKeyPage, call),
    /** The answer's `key` is shown this once. */
    create: (input: z.input<typeof ApiKeyInput>, call?: CallOptions) =>
      send({ method: 'POST', path, json: input, creates: true }, ApiKeyCreated, call),
    revoke: (id: string, call?: CallOptions) =>
      run({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}` }, call),
  }
}

export function organizationsClient({ send }: Transport) {
  const path = '/api/v1/organizations'
  return {
    list: (query: QueryOf<ListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path, query }, OrganizationPage, call),
    create: (input: z.input<typeof OrganizationInput>, call?: CallOptions) =>
      send({ method: 'POST', path, json: input, creates: true }, Organization, call),
  }
}

/** Members are read and changed in the organization that the call names, whichever one the session works in. */
export function membersClient({ send, run }: Transport) {
  const within = (organizationId: string) => ({ 'x-organization-id': organizationId })
  const at = (organizationId: string, memberId?: string) => {
    const all = `/api/v1/organizations/${encodeURIComponent(organizationId)}/members`
    return memberId === undefined ? all : `${all}/${encodeURIComponent(memberId)}`
  }
  return {
    list: (organizationId: string, query: QueryOf<ListQuery> = {}, call?: CallOptions) =>
      send(
        { method: 'GET', path: at(organizationId), query, headers: within(organizationId) },
        MemberPage,
        call,
      ),
    /** Invites by mail, the same whether that address has an account elsewhere or not. */
    invite: (organizationId: string, input: z.input<typeof MemberInput>, call?: CallOptions) => {
      const path = at(organizationId)
      const headers = within(organizationId)
      return send({ method: 'POST', path, json: input, headers, creates: true }, Member, call)
    },
    setRole: (organizationId: string, memberId: string, role: Role, call?: CallOptions) => {
      const path = at(organizationId, memberId)
      const headers = within(organizationId)
      return send({ method: 'PATCH', path, json: { role }, headers }, Member, call)
    },
    remove: (organizationId: string, memberId: string, call?: CallOptions) =>
      run(
        {
          method: 'DELETE',
          path: at(organizationId, memberId),
          headers: within(organizationId),
        },
        call,
      ),
  }
}
