import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type DoubleSite, doubleSite } from '../../testing/mcp-double/double-site.ts'
import { readMcpConfig } from './mcp-config.ts'

let site: DoubleSite
afterEach(() => site.remove())

const variables: Record<string, string> = { ERP_TOKEN: 'secret' }

/** A reference to a variable, as the file writes it. */
const ref = (name: string) => `$\{${name}}`

const read = (mcpServers: object) => {
  site = doubleSite()
  const file = site.writeConfig(mcpServers)
  const place = { file, candidates: [], variable: (name: string) => variables[name] }
  return readMcpConfig(place, new Set(['erpnext']))
}

describe('the config of MCP servers', () => {
  it('is read in the format that other clients use [mcp.config]', () => {
    const { servers, faults } = read({
      files: { command: 'npx', args: ['-y', 'files'], env: { TOKEN: ref('ERP_TOKEN') } },
      far: { type: 'http', url: 'https://mcp.example.com/mcp', headers: { 'X-Key': 'k' } },
      plain: { type: 'stdio', command: 'server', timeout: 5_000 },
    })
    expect(faults).toEqual([])
    expect(servers).toEqual([
      {
        name: 'files',
        transport: 'stdio',
        command: 'npx',
        args: ['-y', 'files'],
        env: { TOKEN: 'secret' },
        timeoutMs: 60_000,
      },
      {
        name: 'far',
        transport: 'http',
        url: 'https://mcp.example.com/mcp',
        headers: { 'X-Key': 'k' },
        timeoutMs: 60_000,
      },
      { name: 'plain', transport: 'stdio', command: 'server', args: [], env: {}, timeoutMs: 5_000 },
    ])
  })

  it('takes variables and their defaults, and names the one that is missing', () => {
    const { servers, faults } = read({
      good: {
        command: ref('NOWHERE:-server'),
        args: [`--key=${ref('ERP_TOKEN')}`, `$HOME ${ref('')}`],
      },
      bad: { command: 'server', env: { KEY: ref('NOWHERE') } },
    })
    expect(servers[0]).toMatchObject({
      command: 'server',
      args: ['--key=secret', `$HOME ${ref('')}`],
    })
    expect(faults).toEqual([{ name: 'bad', message: 'the variable NOWHERE is not set.' }])
  })

  it('leaves out an entry that makes no sense, says why, and keeps the others', () => {
    const { servers, faults } = read({
      good: { command: 'server' },
      two__lines: { command: 'server' },
      erpnext: { command: 'server' },
      empty: {},
      sse: { type: 'sse', url: 'https://mcp.example.com/sse' },
      local: { url: 'file:///etc/passwd' },
    })
    expect(servers.map((s) => s.name)).toEqual(['good'])
    expect(faults.map((f) => f.name)).toEqual(['two__lines', 'erpnext', 'empty', 'sse', 'local'])
    expect(faults[1]?.message).toMatch(/server of ours has this name/)
  })

  it('is the first file that is there, where none was asked for', () => {
    site = doubleSite()
    const [first, second] = ['first', 'second'].map((n) => join(dirname(site.config), n))
    writeFileSync(String(second), '{ "mcpServers": {} }')
    const place = {
      file: null,
      candidates: [String(first), String(second), site.config],
      variable: () => undefined,
    }
    expect(readMcpConfig(place, new Set())).toEqual({ file: second, servers: [], faults: [] })
    expect(readMcpConfig({ ...place, candidates: [] }, new Set()).file).toBeNull()
  })

  it('ends the start when the file that was asked for cannot be used, and is only told of otherwise', () => {
    site = doubleSite()
    const broken = join(dirname(site.config), 'broken')
    writeFileSync(broken, '{ "servers": [] }')
    const place = { file: broken, candidates: [], variable: () => undefined }
    expect(() => readMcpConfig(place, new Set())).toThrow(/INSA_MCP_CONFIG: .*mcpServers/)
    const absent = { ...place, file: `${broken}-not` }
    expect(() => readMcpConfig(absent, new Set())).toThrow(/INSA_MCP_CONFIG: .*ENOENT/)
    const found = readMcpConfig({ ...place, file: null, candidates: [broken] }, new Set())
    expect(found.faults).toEqual([{ name: null, message: expect.stringContaining(broken) }])
  })
})
