/** Who does something: a person, a key, or the system itself on behalf of a tenant. */
import type { Permission, Role } from '@insa/contracts'

export interface Actor {
  kind: 'user' | 'api_key' | 'system'
  /** The user's or key's id; for the system the name of its part, e.g. `demo`. */
  id: string
  /** The person: the user, or who made the key; null for the system, and for a key that nobody we know has made. */
  personId: string | null
  name: string
  email: string | null
  organizationId: string
  role: Role
  permissions: ReadonlySet<Permission>
}

/** How an actor is written into rows and the audit trail: `user:ana@example.com`, `key:ERP bridge`, `system:demo`. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.email ?? actor.id}`
  return actor.kind === 'api_key' ? `key:${actor.name}` : `system:${actor.name}`
}

/** On whose account something runs: the person, or a key of nobody. Nobody approves what they began. */
export const initiatorsOf = ({ kind, id, personId }: Actor): string[] =>
  kind === 'system' ? [] : [personId ?? id]
