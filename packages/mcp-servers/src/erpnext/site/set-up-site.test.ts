import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ErpnextDouble,
  startErpnextDouble,
} from '../../testing/erpnext-double/erpnext-double.ts'
import { createFrappeClient, type FrappeClient } from '../client/frappe-client.ts'
import { applySetUp, planSetUp } from './set-up-site.ts'
import { verifySite } from './verify-site.ts'
import { WANTED_CUSTOM_FIELDS, WANTED_DOCTYPES } from './wanted-site.ts'

let double: ErpnextDouble
let setup: FrappeClient
let runtime: FrappeClient

const open = (key: 'setup' | 'runtime' | 'nobody') =>
  createFrappeClient({
    url: double.url,
    apiKey: double.keys[key].key,
    apiSecret: double.keys[key].secret,
    attempts: 1,
  })

beforeEach(async () => {
  double = await startErpnextDouble()
  setup = open('setup')
  runtime = open('runtime')
})
afterEach(() => double.stop())

const writes = () => double.requests.filter((r) => r.method !== 'GET').length
const webhooks = {
  url: 'https://crm.example/api/v1/webhooks/erpnext/org',
  secret: 'a-long-secret-x',
}

describe('set-up', () => {
  it('plans without writing, makes everything, and finds nothing to do the second time', async () => {
    const plan = await planSetUp(setup, { webhooks })
    expect(writes()).toBe(0)
    expect(new Set(plan.map((s) => s.action))).toEqual(new Set(['create']))
    const outcome = await applySetUp(plan)
    expect(outcome.failed).toBeUndefined()
    expect(outcome.done).toHaveLength(plan.length)
    const again = await planSetUp(setup, { webhooks })
    expect(again.filter((s) => s.action !== 'none')).toEqual([])
    const before = writes()
    expect((await applySetUp(again)).done).toEqual([])
    expect(writes()).toBe(before)
  })

  it('makes the four DocTypes so that the run-time user can work with them', async () => {
    await applySetUp(await planSetUp(setup))
    expect(WANTED_DOCTYPES.map((d) => d.name)).toEqual([
      'Lead Score',
      'Automation Requirements',
      'Cybersecurity Assessment',
      'OT Asset Inventory',
    ])
    const [lead] = await runtime.list('Lead', { limit: 1 })
    const score = await runtime.insert('Lead Score', {
      lead: lead?.name,
      qualification_score: 71,
      priority: 'HIGH',
      factor_scores: JSON.stringify({ budget: 80 }),
    })
    expect(score).toMatchObject({
      name: expect.stringMatching(/^LS-\d{4}-00001$/),
      priority: 'HIGH',
    })
    for (const { name } of WANTED_DOCTYPES) expect(await runtime.list(name)).toBeInstanceOf(Array)
    const marked = await runtime.update('Lead', lead?.name ?? '', { custom_insa_id: 'id-1' })
    expect(marked.custom_insa_id).toBe('id-1')
    // A second lead with the same id would be the same lead written twice.
    await expect(
      runtime.insert('Lead', { company_name: 'Twice', custom_insa_id: 'id-1' }),
    ).rejects.toMatchObject({ kind: 'duplicate' })
    const edited = await setup.update('DocType', 'Lead Score', { description: 'edited' })
    expect(edited.description).toBe('edited')
  })

  it('goes on after a failure half way, and after an answer that was lost', async () => {
    const plan = await planSetUp(setup)
    let count = 0
    const outcome = await applySetUp(plan, () => {
      count++
      if (count === 12) double.faults.next('lose')
    })
    expect(outcome.done).toHaveLength(12)
    expect(outcome.failed?.error).toMatchObject({ outcome: 'unknown' })
    expect(outcome.done.length + 1 + outcome.left.length).toBe(plan.length)
    const rest = await planSetUp(setup)
    // The one whose answer was lost was made all the same.
    expect(rest.filter((s) => s.action !== 'none')).toHaveLength(plan.length - 13)
    expect((await applySetUp(rest)).failed).toBeUndefined()
    expect((await planSetUp(setup)).every((s) => s.action === 'none')).toBe(true)
  })

  it('mends what has drifted, keeps what others added, and leaves alone what is in the way', async () => {
    await applySetUp(await planSetUp(setup, { webhooks }))
    const type = await setup.get('DocType', 'Lead Score')
    const fields = (type.fields as { fieldname: string }[]).filter((f) => f.fieldname !== 'engine')
    const theirs = { fieldname: 'their_field', label: 'Theirs', fieldtype: 'Data' }
    await setup.update('DocType', 'Lead Score', { fields: [...fields, theirs] })
    await setup.remove('Custom Field', 'Lead-custom_insa_score')
    await setup.update('Webhook', 'insa-lead-on-update', { enabled: 0 })
    const plan = (await planSetUp(setup, { webhooks })).filter((s) => s.action !== 'none')
    expect(plan.map((s) => [s.name, s.action, s.differences])).toEqual([
      ['Lead Score', 'change', ['the field engine is missing']],
      ['Lead-custom_insa_score', 'create', ['is missing']],
      ['insa-lead-on-update', 'change', ['is switched off']],
    ])
    await applySetUp(plan)
    const mended = (await setup.get('DocType', 'Lead Score')).fields as { fieldname: string }[]
    expect(mended.map((f) => f.fieldname)).toEqual(
      expect.arrayContaining(['their_field', 'engine']),
    )
    await setup.remove('Custom Field', 'Lead-custom_insa_id')
    await setup.insert('Custom Field', {
      dt: 'Lead',
      fieldname: 'custom_insa_id',
      fieldtype: 'Int',
    })
    const conflict = (await planSetUp(setup)).filter((s) => s.action !== 'none')
    expect(conflict).toEqual([
      {
        kind: 'Custom Field',
        name: 'Lead-custom_insa_id',
        action: 'conflict',
        differences: ['is Int instead of Data'],
      },
    ])
  })

  it('finds where a lead’s source is kept by metadata: another DocType in version 16', async () => {
    const newer = await startErpnextDouble({ version: 16, leads: 0 })
    const client = createFrappeClient({
      url: newer.url,
      apiKey: newer.keys.setup.key,
      apiSecret: newer.keys.setup.secret,
    })
    const plan = await planSetUp(client)
    expect(plan.filter((s) => s.kind === 'UTM Source').map((s) => s.name)).toContain('LinkedIn')
    expect(plan.some((s) => s.kind === 'Lead Source')).toBe(false)
    expect((await applySetUp(plan)).failed).toBeUndefined()
    await newer.stop()
  })

  it('writes nothing with a key that may not', async () => {
    await expect(planSetUp(runtime)).rejects.toMatchObject({ kind: 'forbidden' })
    expect(writes()).toBe(0)
  })

  it('names no field that Frappe reserves, and no field twice', () => {
    const reserved =
      /^(name|parent|owner|creation|modified|modified_by|docstatus|flags|update|get|set|save|submit|cancel|insert|delete|validate|meta)$/
    for (const { name, fields } of WANTED_DOCTYPES) {
      const names = fields.map((f) => f.fieldname)
      expect(
        names.filter((n) => reserved.test(n)),
        name,
      ).toEqual([])
      expect(new Set(names).size).toBe(names.length)
    }
    expect(WANTED_CUSTOM_FIELDS.every((f) => f.fieldname.startsWith('custom_insa_'))).toBe(true)
  })
})

describe('verify', () => {
  const levels = (findings: { check: string; level: string }[]) =>
    Object.fromEntries(findings.map((f) => [f.check, f.level]))

  it('finds a site with set-up as it should be', async () => {
    await applySetUp(await planSetUp(setup))
    const findings = await verifySite({ runtime, setup })
    expect(levels(findings)).toEqual({
      connection: 'ok',
      version: 'ok',
      fields: 'ok',
      masters: 'ok',
      permissions: 'ok',
      'set-up': 'ok',
    })
    expect(double.requests.some((r) => r.method === 'DELETE')).toBe(false)
  })

  it('knows version 16 by its metadata', async () => {
    const newer = await startErpnextDouble({ version: 16 })
    const { key, secret } = newer.keys.runtime
    const client = createFrappeClient({ url: newer.url, apiKey: key, apiSecret: secret })
    const findings = await verifySite({ runtime: client })
    expect(findings.map((f) => f.level)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'skipped'])
    expect(findings[1]?.words).toContain('ERPNext 16')
    await newer.stop()
  })

  it('tells a site on which the wizard has not run what it lacks', async () => {
    const bare = await startErpnextDouble({ masters: 'bare' })
    const { key, secret } = bare.keys.runtime
    const client = createFrappeClient({ url: bare.url, apiKey: key, apiSecret: secret })
    const masters = (await verifySite({ runtime: client })).filter((f) => f.check === 'masters')
    expect(masters.map((f) => f.words)).toEqual(
      expect.arrayContaining([
        'there is no Company: no lead becomes an opportunity',
        'the default Sales of an opportunity’s Opportunity Type is no Opportunity Type: no opportunity can be made',
      ]),
    )
    expect(masters.every((f) => f.level === 'problem' && f.todo)).toBe(true)
    await bare.stop()
  })

  it('tells missing rights by the role that gives them, and rights that are too many', async () => {
    const poor = await verifySite({ runtime: open('nobody') })
    expect(poor).toContainEqual({
      check: 'permissions',
      level: 'problem',
      words: 'the run-time key may not read, write, create Lead',
      todo: 'Give its user the role Sales User.',
    })
    const rich = await verifySite({ runtime: setup, setup })
    expect(rich.find((f) => f.check === 'permissions')).toMatchObject({
      level: 'warning',
      words: expect.stringContaining('Custom Field, DocType, User, Webhook'),
    })
  })

  it('says what to do about a wrong key, a wrong address and a site without ERPNext’s fields', async () => {
    const wrong = createFrappeClient({ url: double.url, apiKey: 'x', apiSecret: 'y' })
    expect(await verifySite({ runtime: wrong })).toMatchObject([
      { check: 'connection', level: 'problem', todo: expect.stringContaining('API Access') },
    ])
    const page = createFrappeClient({
      url: `${double.url}/app`,
      apiKey: double.keys.runtime.key,
      apiSecret: double.keys.runtime.secret,
    })
    expect(await verifySite({ runtime: page })).toMatchObject([
      { level: 'problem', todo: expect.stringContaining('without /app') },
    ])
    const { site } = double
    const lead = site.type('Lead')
    site.define({ ...lead, fields: lead.fields.filter((f) => f.fieldname !== 'industry') })
    site.forget('Task')
    const fields = (await verifySite({ runtime })).filter((f) => f.check === 'fields')
    expect(fields.map((f) => f.words)).toEqual(['Lead has no industry', 'there is no DocType Task'])
  })
})
