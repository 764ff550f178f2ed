import type { Permission, Role } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import type { Actor } from './actor.ts'
import { mayReadSecretMail, permissionsOf, refuseBeyond } from './permissions.ts'

const actor = (permissions: ReadonlySet<Permission>): Actor => ({
  kind: 'user',
  id: '1',
  personId: '1',
  name: 'Ana',
  email: 'ana@example.com',
  organizationId: '2',
  role: 'administrator',
  permissions,
})

describe('permissionsOf', () => {
  it.each<[Role, Permission[]]>([
    ['administrator', []],
    [
      'manager',
      [
        'members:manage',
        'api_keys:manage',
        'organizations:manage',
        'tools:manage',
        'reports:sql',
        'canaries:manage',
        'errors:read',
        'errors:manage',
      ],
    ],
    [
      'sales',
      [
        'leads:delete',
        'customers:delete',
        'opportunities:delete',
        'projects:delete',
        'executions:record',
        'agents:manage',
        'alerts:silence',
        'approvals:decide',
        'settings:write',
        'audit:read',
        'costs:read',
        'members:manage',
        'api_keys:manage',
        'organizations:manage',
        'tools:manage',
        'reports:sql',
        'canaries:manage',
        'errors:read',
        'errors:manage',
      ],
    ],
  ])('lets a %s do all but %j', (role, denied) => {
    const all = permissionsOf('administrator')
    expect([...all].filter((permission) => !permissionsOf(role).has(permission)).sort()).toEqual(
      denied.sort(),
    )
  })

  it('lets a viewer only read', () => {
    const permissions = [...permissionsOf('viewer')]
    expect(permissions.every((permission) => permission.endsWith(':read'))).toBe(true)
    expect(permissions).toContain('leads:read')
  })

  it('narrows a role to the scopes of a key', () => {
    expect([...permissionsOf('sales', ['leads:read'])]).toEqual(['leads:read'])
  })

  it('adds nothing that the role lacks, whatever the scopes say', () => {
    expect([...permissionsOf('viewer', ['leads:read', 'members:manage'])]).toEqual(['leads:read'])
  })
})

describe('refuseBeyond', () => {
  it('lets an administrator touch every role', () => {
    expect(() =>
      refuseBeyond(actor(permissionsOf('administrator')), permissionsOf('administrator')),
    ).not.toThrow()
  })

  it('keeps a key narrowed to members:manage from making even a viewer', () => {
    const narrowed = actor(permissionsOf('administrator', ['members:manage']))
    expect(() => refuseBeyond(narrowed, permissionsOf('viewer'))).toThrow(
      /rights that you do not have/,
    )
  })
})

describe('mails that are a way in', () => {
  it('are read by administrators, not by managers and not by a narrowed key of an administrator', () => {
    expect(mayReadSecretMail(actor(permissionsOf('administrator')))).toBe(true)
    expect(mayReadSecretMail(actor(permissionsOf('manager')))).toBe(false)
    expect(mayReadSecretMail(actor(permissionsOf('administrator', ['mail:read'])))).toBe(false)
  })
})
