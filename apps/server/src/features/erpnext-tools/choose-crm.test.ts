import { describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { chooseCrm } from './choose-crm.ts'

const choose = (env: NodeJS.ProcessEnv) => chooseCrm(readConfig(env).erpnext)

describe('which CRM agents’ tools work in [erpnext.agents]', () => {
  it('is ERPNext with its address and the run-time key, and never with the key for set-up', () => {
    const ERPNEXT_URL = 'https://erp.example.com'
    const setup = { ERPNEXT_SETUP_KEY: 's', ERPNEXT_SETUP_SECRET: 't' }
    const runtime = { ERPNEXT_API_KEY: 'k', ERPNEXT_API_SECRET: 'x' }
    expect(choose({ ERPNEXT_URL, ...runtime, ...setup })).toEqual({
      kind: 'erpnext',
      url: ERPNEXT_URL,
      key: { apiKey: 'k', apiSecret: 'x' },
    })
    expect(choose({ ERPNEXT_URL, ...setup })).toEqual({
      kind: 'built-in',
      why: 'ERPNEXT_URL is set, but ERPNEXT_API_KEY and ERPNEXT_API_SECRET are not.',
    })
  })

  it('is the built-in one without an address, and says how to have the other', () => {
    expect(choose({})).toMatchObject({
      kind: 'built-in',
      why: expect.stringContaining('ERPNEXT_URL'),
    })
  })

  it('half a key keeps the program from starting', () => {
    const half = { ERPNEXT_URL: 'https://erp.example.com', ERPNEXT_API_KEY: 'k' }
    expect(() => readConfig(half)).toThrow('ERPNEXT_API_KEY and ERPNEXT_API_SECRET belong together')
  })
})
