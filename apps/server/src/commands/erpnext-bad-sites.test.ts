/** Sites that cannot be used: each command and each tool says what to do, and nothing is half-written. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { EXPIRED_CERTIFICATE } from '@insa/mcp-servers/expired-certificate'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const INSA = fileURLToPath(new URL('../../bin/insa.mjs', import.meta.url))

type Environment = Record<string, string>

type Keys = Record<'runtime' | 'setup', { key: string; secret: string }>

const site = (url: string, { runtime, setup }: Keys): Environment => ({
  ERPNEXT_URL: url,
  ERPNEXT_API_KEY: runtime.key,
  ERPNEXT_API_SECRET: runtime.secret,
  ERPNEXT_SETUP_KEY: setup.key,
  ERPNEXT_SETUP_SECRET: setup.secret,
})

/** As a process, with nothing in its environment but what is given. */
const insa = (args: string[], env: Environment) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(
      process.execPath,
      [INSA, ...args],
      { env: { PATH: process.env.PATH ?? '', ...env } },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    )
  })

/** Calls tools of `insa mcp serve erpnext` as a client that has started it. */
async function withTools<T>(
  env: Environment,
  work: (
    call: (tool: string, args: object) => Promise<{ isError: boolean; text: string }>,
  ) => Promise<T>,
): Promise<T> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: {} })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [INSA, 'mcp', 'serve', 'erpnext'],
    env: { PATH: process.env.PATH ?? '', ...env },
    stderr: 'ignore',
  })
  await client.connect(transport)
  try {
    return await work(async (name, args) => {
      const answer = await client.callTool({ name, arguments: { ...args } })
      const [first] = answer.content as { text?: string }[]
      return { isError: answer.isError === true, text: first?.text ?? '' }
    })
  } finally {
    await client.close()
  }
}

const LEAD = { company_name: 'Works', email_id: 'buyer@works.example' }

/** What the three say: a tool that writes, set-up, verification. */
async function whatIsSaid(env: Environment) {
  const [tool, setup, verify] = await Promise.all([
    withTools(env, (call) => call('create_lead', LEAD)),
    insa(['erpnext', 'setup', '--apply'], env),
    insa(['erpnext', 'verify'], env),
  ])
  return { tool, setup, verify }
}

let double: ErpnextDouble
beforeAll(async () => {
  double = await startErpnextDouble({ leads: 0 })
})
afterAll(() => double.stop())

const writes = (at: ErpnextDouble) => at.requests.filter((r) => r.method !== 'GET').length
const leads = (at: ErpnextDouble) => at.site.db.rows('Lead').length

describe('ERPNext that cannot be used [erpnext.words]', { timeout: 120_000 }, () => {
  it('wrong credentials: who has to put which key right', async () => {
    const wrong = { key: 'wrong', secret: 'alas' }
    const env = site(double.url, { ...double.keys, runtime: wrong, setup: wrong })
    const { tool, setup, verify } = await whatIsSaid(env)
    expect(tool).toMatchObject({
      isError: true,
      text: expect.stringContaining('erpnext.unauthorized'),
    })
    expect(tool.text).toContain('An administrator has to put the API key of ERPNext right.')
    expect([setup.code, verify.code]).toEqual([3, 9])
    for (const { said } of [setup, verify]) expect(said).toContain('API Access')
    expect(`${tool.text}${setup.said}${verify.said}`).not.toMatch(/wrong:alas|alas/)
    expect(leads(double)).toBe(0)
    expect(double.site.db.rows('Custom Field')).toEqual([])
  })

  it('an address where nothing answers: that it does not, and which variable says so', async () => {
    const gone = await startErpnextDouble({ leads: 0 })
    await gone.stop()
    const { tool, setup, verify } = await whatIsSaid(site(gone.url, double.keys))
    expect(tool.text).toContain('erpnext.unreachable')
    for (const said of [tool.text, setup.said, verify.said]) {
      expect(said).toContain(`Nothing answers at 127.0.0.1:${gone.port}.`)
      expect(said).toContain('ERPNEXT_URL')
    }
    expect([setup.code, verify.code].every((code) => code > 0)).toBe(true)
  })

  describe('the address of something else', () => {
    let server: Server
    const seen: string[] = []
    beforeAll(async () => {
      server = createServer((request, response) => {
        seen.push(request.method ?? '')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to nginx!</h1>')
      })
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    })
    afterAll(() => void server.close())

    it('says that it is no ERPNext, and writes nothing there', async () => {
      const { port } = server.address() as AddressInfo
      const { tool, setup, verify } = await whatIsSaid(
        site(`http://127.0.0.1:${port}`, double.keys),
      )
      expect(tool.text).toContain('erpnext.not_frappe')
      for (const said of [tool.text, setup.said, verify.said]) expect(said).toContain('ERPNEXT_URL')
      expect([setup.code, verify.code].every((code) => code > 0)).toBe(true)
      expect(seen.every((method) => method === 'GET')).toBe(true)
    })
  })

  it('an expired certificate: whose, and that it has to be renewed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'insa-expired-'))
    const tls = await startErpnextDouble({ tls: EXPIRED_CERTIFICATE, leads: 0 })
    try {
      // Its signer is trusted: that it has ended is all that is wrong with it.
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, EXPIRED_CERTIFICATE.cert)
      const env = { ...site(tls.url, tls.keys), NODE_EXTRA_CA_CERTS: ca }
      const { tool, setup, verify } = await whatIsSaid(env)
      expect(tool.text).toContain('erpnext.certificate')
      for (const said of [tool.text, setup.said, verify.said]) {
        expect(said).toMatch(/The certificate of 127\.0\.0\.1:\d+ has expired\./)
        expect(said).toMatch(/renew/i)
      }
      expect([setup.code, verify.code].every((code) => code > 0)).toBe(true)
      expect(tls.requests).toEqual([])
    } finally {
      await tls.stop()
      await rm(folder, { recursive: true })
    }
  })

  it('a site on which the wizard has not run: what is missing, and the wizard; no half of a conversion', async () => {
    const bare = await startErpnextDouble({ masters: 'bare', leads: 0 })
    try {
      const env = site(bare.url, bare.keys)
      const verify = await insa(['erpnext', 'verify'], env)
      expect(verify.code).toBe(9)
      expect(verify.said).toContain(
        '✗ masters: there is no Company: no lead becomes an opportunity',
      )
      expect(verify.said).toContain('Run ERPNext’s setup wizard')
      await withTools(env, async (call) => {
        const made = await call('create_lead', LEAD)
        expect(made.isError, made.text).toBe(false)
        const before = bare.site.db.rows('Lead').map((row) => ({ ...row }))
        const converted = await call('convert_lead_to_opportunity', { lead_id: LEAD.company_name })
        expect(converted.isError).toBe(true)
        expect(converted.text).toMatch(/Opportunity Type|Sales Stage|Company/)
        expect(converted.text).toContain('wizard')
        expect(bare.site.db.rows('Opportunity')).toEqual([])
        expect(bare.site.db.rows('Lead')).toEqual(before)
      })
      const setup = await insa(['erpnext', 'setup', '--apply'], env)
      expect(setup.said).toContain('The site has all that INSA CRM needs.')
      expect(setup.code).toBe(0)
      expect(writes(bare)).toBeGreaterThan(1)
    } finally {
      await bare.stop()
    }
  })
})
