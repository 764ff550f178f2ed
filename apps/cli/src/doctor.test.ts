import type { Me, SystemStatus } from '@insa/contracts'
import { EXECUTION_ID } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import packageFile from '../package.json' with { type: 'json' }
import { fakeServer, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { NOW, sampleExecution } from './testing/samples.ts'

const AT = sampleExecution.created_at
const organization = {
  id: EXECUTION_ID,
  name: 'INSA',
  slug: 'insa',
  role: 'sales' as const,
  created_at: AT,
}
const me: Me = {
  kind: 'api_key',
  id: 'k',
  name: 'Nightly import',
  email: null,
  organization,
  organizations: [organization],
  permissions: ['leads:read', 'leads:import'],
}
const system: SystemStatus = {
  version: packageFile.version,
  parts: [
    {
      name: 'database',
      what: 'PGlite in ./data',
      real: false,
      hint: 'DATABASE_URL',
      healthy: true,
    },
    { name: 'mail', what: 'smtp.example', real: true, hint: null, healthy: true },
  ],
}

describe('insa doctor', () => {
  const healthy = {
    'GET /api/v1/me': () => ({ body: me, headers: { date: new Date(NOW).toUTCString() } }),
    'GET /api/v1/system': () => ({ body: system, headers: { date: new Date(NOW).toUTCString() } }),
  }

  it('tells what is real, what stands in, and what the key may do [cli.doctor]', async () => {
    const { url } = await fakeServer(healthy)
    const { code, stdout } = await runInsa(['doctor', '--url', url, '--key', 'k'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/database +stand-in +PGlite in .\/data +DATABASE_URL/)
    expect(stdout).toMatch(/mail +real/)
    expect(stdout).toContain('Nightly import in INSA (sales)')
    expect(stdout).toMatch(/May +leads:read leads:import/)
    expect(stdout).toMatch(/May not +leads:write/)
    expect(stdout).toContain('in step with the server')
  })

  it('notices clocks and versions that differ', async () => {
    const headers = { date: new Date(NOW + 90_000).toUTCString() }
    const { url } = await fakeServer({
      ...healthy,
      'GET /api/v1/system': () => ({ body: { ...system, version: '9.9.9' }, headers }),
    })
    const { stdout } = await runInsa(['doctor', '--url', url])
    expect(stdout).toContain('this machine is 1 min 30 s behind the server')
    expect(stdout).toContain('server 9.9.9: they differ')
  })

  it('exits 3 without a key, and still says that the server answers', async () => {
    const refused = () => problem(401, 'auth.required', 'Sign in first.')
    const { url } = await fakeServer({
      'GET /api/v1/me': refused,
      'GET /api/v1/system': refused,
    })
    const { code, stdout, stderr } = await runInsa(['doctor', '--url', url])
    expect(code).toBe(3)
    expect(stdout).toContain(`${url}, answered in`)
    expect(stdout).toMatch(/Key +none given/)
    expect(stderr).toContain('INSA_API_KEY')
  })

  it('exits 7 when a part is broken, and names it [cli.doctor]', async () => {
    const parts = system.parts.map((part) => ({ ...part, healthy: part.name !== 'mail' }))
    const { url } = await fakeServer({
      ...healthy,
      'GET /api/v1/system': () => ({ body: { ...system, parts } }),
    })
    const { code, stderr } = await runInsa(['doctor', '--url', url])
    expect(code).toBe(7)
    expect(stderr).toContain('1 part of the server is not working: mail.')
  })
})
