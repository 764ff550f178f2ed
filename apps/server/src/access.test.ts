/** Every route of the OpenAPI document, every role, and nobody. */
import { type Permission, Role } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from './platform/identity/permissions.ts'
import { fillPath, type Operation, operationsOf, readOpenApi } from './testing/operations.ts'
import { type TestApp, type TestCall, testApp } from './testing/test-app.ts'

/** What each route needs, written down once more on purpose: a change of a route's right must be meant. */
const NEEDS: Record<string, Permission | 'signed in' | 'open'> = {
  'POST /api/auth/sign-in/email': 'open',
  'POST /api/auth/sign-out': 'open',
  'GET /api/auth/get-session': 'open',
  'POST /api/auth/request-password-reset': 'open',
  'POST /api/auth/reset-password': 'open',
  'GET /api/v1/invitations/{token}': 'open',
  'POST /api/v1/invitations/{token}/accept': 'open',
  // Asks for the session itself, and for the password that it changes.
  'POST /api/auth/change-password': 'open',
  'GET /api/v1/me': 'signed in',
  'GET /api/v1/system': 'signed in',
  'GET /api/v1/organizations': 'signed in',
  'POST /api/v1/organizations': 'organizations:manage',
  'GET /api/v1/organizations/{id}/members': 'settings:read',
  'POST /api/v1/organizations/{id}/members': 'members:manage',
  'PATCH /api/v1/organizations/{id}/members/{member_id}': 'members:manage',
  'DELETE /api/v1/organizations/{id}/members/{member_id}': 'members:manage',
  'GET /api/v1/api-keys': 'api_keys:manage',
  'POST /api/v1/api-keys': 'api_keys:manage',
  'DELETE /api/v1/api-keys/{id}': 'api_keys:manage',
  'GET /api/v1/leads': 'leads:read',
  'POST /api/v1/leads': 'leads:write',
  'POST /api/v1/leads/import': 'leads:import',
  'GET /api/v1/leads/{id}': 'leads:read',
  'PATCH /api/v1/leads/{id}': 'leads:write',
  'DELETE /api/v1/leads/{id}': 'leads:delete',
  'GET /api/v1/leads/{id}/duplicates': 'leads:read',
  'POST /api/v1/leads/{id}/qualify': 'leads:qualify',
  'POST /leads/qualify/{id}': 'leads:qualify',
  'GET /api/v1/leads/{id}/score': 'leads:read',
  'GET /api/v1/leads/{id}/scores': 'leads:read',
  'PUT /api/v1/leads/{id}/score/override': 'scores:override',
  'DELETE /api/v1/leads/{id}/score/override': 'scores:override',
  'POST /api/v1/qualification-batches/estimate': 'leads:qualify',
  'POST /api/v1/qualification-batches': 'leads:qualify',
  'GET /api/v1/qualification-batches': 'executions:read',
  'GET /api/v1/qualification-batches/{id}': 'executions:read',
  'POST /api/v1/qualification-batches/{id}/pause': 'leads:qualify',
  'POST /api/v1/qualification-batches/{id}/resume': 'leads:qualify',
  'POST /api/v1/qualification-batches/{id}/cancel': 'leads:qualify',
  'GET /api/v1/settings/batch-hours': 'settings:read',
  'PUT /api/v1/settings/batch-hours': 'settings:write',
  'GET /api/v1/customers': 'customers:read',
  'POST /api/v1/customers': 'customers:write',
  'GET /api/v1/customers/{id}': 'customers:read',
  'PATCH /api/v1/customers/{id}': 'customers:write',
  'DELETE /api/v1/customers/{id}': 'customers:delete',
  'GET /api/v1/customers/{id}/history': 'customers:read',
  'GET /api/v1/customers/{id}/duplicates': 'customers:read',
  'POST /api/v1/customers/{id}/merge': 'customers:delete',
  'POST /api/v1/customers/{id}/erase': 'customers:delete',
  'GET /api/v1/contacts': 'customers:read',
  'POST /api/v1/contacts': 'customers:write',
  'GET /api/v1/contacts/{id}': 'customers:read',
  'PATCH /api/v1/contacts/{id}': 'customers:write',
  'DELETE /api/v1/contacts/{id}': 'customers:write',
  'GET /api/v1/addresses': 'customers:read',
  'POST /api/v1/addresses': 'customers:write',
  'GET /api/v1/addresses/{id}': 'customers:read',
  'PATCH /api/v1/addresses/{id}': 'customers:write',
  'DELETE /api/v1/addresses/{id}': 'customers:write',
  'GET /api/v1/opportunities': 'opportunities:read',
  'POST /api/v1/opportunities': 'opportunities:write',
  'GET /api/v1/opportunities/{id}': 'opportunities:read',
  'PATCH /api/v1/opportunities/{id}': 'opportunities:write',
  'DELETE /api/v1/opportunities/{id}': 'opportunities:delete',
  'POST /api/v1/leads/{id}/opportunity': 'opportunities:write',
  'POST /api/v1/opportunities/{id}/won': 'opportunities:write',
  'POST /api/v1/opportunities/{id}/lost': 'opportunities:write',
  'POST /api/v1/opportunities/{id}/reopen': 'opportunities:write',
  'GET /api/v1/opportunities/{id}/stages': 'opportunities:read',
  'GET /api/v1/pipeline': 'opportunities:read',
  'GET /api/v1/settings/sales-process': 'settings:read',
  'PUT /api/v1/settings/sales-process': 'settings:write',
  'GET /api/v1/projects': 'projects:read',
  'POST /api/v1/projects': 'projects:write',
  'GET /api/v1/projects/{id}': 'projects:read',
  'PATCH /api/v1/projects/{id}': 'projects:write',
  'DELETE /api/v1/projects/{id}': 'projects:delete',
  'GET /api/v1/activities': 'activities:read',
  'POST /api/v1/activities': 'activities:write',
  'GET /api/v1/activities/{id}': 'activities:read',
  'PATCH /api/v1/activities/{id}': 'activities:write',
  'DELETE /api/v1/activities/{id}': 'activities:write',
  'GET /api/v1/settings/qualification': 'settings:read',
  'PUT /api/v1/settings/qualification': 'settings:write',
  'POST /api/v1/settings/qualification/preview': 'settings:read',
  'GET /api/v1/settings/company-profile': 'settings:read',
  'PUT /api/v1/settings/company-profile': 'settings:write',
  'GET /api/v1/settings/budgets': 'settings:read',
  'PUT /api/v1/settings/budgets': 'settings:write',
  'GET /api/v1/costs': 'costs:read',
  'GET /api/v1/executions': 'executions:read',
  'POST /api/v1/executions': 'executions:record',
  'GET /api/v1/executions/{id}': 'executions:read',
  'POST /api/v1/executions/{id}/cancel': 'executions:cancel',
  'GET /api/v1/executions/{id}/replay': 'leads:qualify',
  'POST /api/v1/executions/{id}/replay': 'leads:qualify',
  'GET /api/v1/executions/{id}/events': 'executions:read',
  'GET /api/v1/events': 'executions:read',
  'GET /api/v1/agents': 'executions:read',
  'GET /api/v1/alerts': 'alerts:read',
  'POST /api/v1/alerts/{id}/silence': 'alerts:silence',
  'DELETE /api/v1/alerts/{id}/silence': 'alerts:silence',
  'GET /api/v1/settings/alerts': 'settings:read',
  'PUT /api/v1/settings/alerts': 'settings:write',
  'PATCH /api/v1/agents': 'agents:manage',
  'PATCH /api/v1/agents/{type}': 'agents:manage',
  'GET /api/v1/mcp/servers': 'tools:read',
  'POST /api/v1/mcp/servers/{name}/restart': 'tools:manage',
  'POST /api/v1/mcp/servers/{name}/approve': 'tools:manage',
  'GET /api/v1/approvals': 'approvals:read',
  'GET /api/v1/approvals/{id}': 'approvals:read',
  'POST /api/v1/approvals/{id}/approve': 'approvals:decide',
  'POST /api/v1/approvals/{id}/reject': 'approvals:decide',
  'GET /api/v1/tool-calls': 'approvals:read',
  'GET /api/v1/tool-calls/{id}': 'approvals:read',
  'POST /api/v1/tool-calls/{id}/settle': 'approvals:decide',
  'GET /api/v1/settings/approval-rules': 'settings:read',
  'PUT /api/v1/settings/approval-rules': 'tools:manage',
  'GET /api/v1/settings/tool-policy': 'settings:read',
  'PUT /api/v1/settings/tool-policy': 'tools:manage',
  'POST /api/v1/settings/tool-policy/preview': 'settings:read',
  'POST /api/v1/settings/approval-rules/preview': 'settings:read',
  // Its signature is its key.
  'POST /api/v1/webhooks/erpnext/{organization_id}': 'open',
  'GET /api/v1/erpnext/sync': 'settings:read',
  'POST /api/v1/erpnext/sync/check': 'settings:write',
  'POST /api/v1/erpnext/sync/retry': 'settings:write',
  'POST /api/v1/erpnext/sync/site': 'settings:write',
  'POST /api/v1/erpnext/sync/backfill': 'settings:write',
  'DELETE /api/v1/erpnext/sync/backfill': 'settings:write',
  'GET /api/v1/erpnext/conflicts': 'leads:read',
  'POST /api/v1/erpnext/conflicts/{id}/resolve': 'leads:delete',
  'GET /api/v1/settings/erpnext-sync': 'settings:read',
  'PUT /api/v1/settings/erpnext-sync': 'settings:write',
  'GET /api/v1/audit': 'audit:read',
  'GET /api/v1/audit/head': 'audit:read',
  'GET /api/v1/audit/export': 'audit:read',
  'GET /api/v1/mail': 'mail:read',
  'GET /api/v1/mail/{id}': 'mail:read',
  'GET /api/v1/overview': 'leads:read',
  'POST /api/v1/reports/sql': 'reports:sql',
  'GET /api/v1/errors': 'errors:read',
  'GET /api/v1/errors/{id}': 'errors:read',
  'PUT /api/v1/errors/{id}/status': 'errors:manage',
  'POST /api/v1/browser-errors': 'signed in',
  'GET /api/v1/canaries': 'canaries:manage',
  'POST /api/v1/canaries': 'canaries:manage',
  'DELETE /api/v1/canaries/{id}': 'canaries:manage',
  'GET /api/v1/canaries/alarms': 'canaries:manage',
  'POST /api/v1/canaries/alarms/{id}/acknowledge': 'canaries:manage',
}

const NOBODY = '01890000-0000-7000-8000-000000000000'

let app: TestApp
let operations: Operation[]
beforeAll(async () => {
  app = await testApp({ working: false })
  operations = operationsOf(await readOpenApi(app))
})
afterAll(() => app.close())

/** A call that changes nothing even where it is allowed: unknown ids (but of the organization), an empty body. */
function harmless({ method, path }: Operation): [string, TestCall] {
  const url = fillPath(path, () => (path.includes('/organizations/{id}') ? app.acme.id : NOBODY))
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
  // Refused by an event stream, which would otherwise never end.
  return [url, { method, headers: { 'last-event-id': 'none' }, ...body }]
}

describe('who may call what', () => {
  it('is written down here for every route of the OpenAPI document', () => {
    expect(operations.map((o) => o.name).sort()).toEqual(Object.keys(NEEDS).sort())
  })

  it.each(Object.keys(NEEDS).filter((name) => NEEDS[name] !== 'open'))(
    '%s answers 401 to nobody and to a key that is not known [identity.closed-by-default]',
    async (name) => {
      const operation = operations.find((o) => o.name === name)
      const [url, call] = harmless(operation as Operation)
      for (const who of [{}, { key: 'insa_not-a-key-of-anybody' }]) {
        const { status, headers, body } = await app.request(url, { ...call, ...who })
        expect({ status, code: typeof body.code }).toEqual({ status: 401, code: 'string' })
        expect(headers['www-authenticate']).toMatch(/^Bearer/)
      }
    },
  )

  it.each(Object.keys(NEEDS).filter((name) => NEEDS[name] !== 'open'))(
    '%s answers 403 to exactly those roles that lack its right [identity.roles]',
    async (name) => {
      const needed = NEEDS[name] as Permission | 'signed in'
      const operation = operations.find((o) => o.name === name)
      const [url, call] = harmless(operation as Operation)
      for (const role of Role.options) {
        const { status, body } = await app.request(url, { ...call, key: app.acme.keys[role] })
        const may = needed === 'signed in' || permissionsOf(role).has(needed)
        expect({ role, status, refused: body?.code === 'auth.forbidden' }).toEqual({
          role,
          status: may ? expect.any(Number) : 403,
          refused: !may,
        })
        expect(status).toBeLessThan(500)
        expect(status).not.toBe(401)
      }
    },
  )

  it('answers a path nobody knows like a known one: 401 without a key, 404 with one', async () => {
    for (const path of ['/api/v1/secrets', '/api/', '/api/v1/leads/1/2/3']) {
      expect((await app.request(path)).status).toBe(401)
      expect((await app.request(path, { key: app.acme.keys.viewer })).status).toBe(404)
    }
  })

  it.each(['/healthz', '/readyz'])('answers %s without a key', async (path) => {
    expect((await app.request(path)).status).toBe(200)
  })

  it('answers /metrics to this machine only', async () => {
    expect((await app.request('/metrics')).status).toBe(200)
    const forwarded = await app.request('/metrics', { headers: { 'x-forwarded-for': '10.1.2.3' } })
    expect(forwarded.status).toBe(403)
  })

  it.each(['/openapi.json', '/docs/'])('answers %s to those who are signed in', async (path) => {
    expect((await app.request(path)).status).toBe(401)
    expect((await app.request(path, { key: app.acme.keys.viewer })).status).toBe(200)
  })
})
