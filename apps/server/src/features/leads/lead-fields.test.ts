import { LEAD_INPUT_FIELDS, type LeadInput } from '@insa/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ working: false })
})
afterAll(() => app.close())

/** Every field, none with the value it has by itself. */
const FULL: LeadInput = {
  lead_name: 'Ana Ruiz',
  company_name: 'Aceros del Norte',
  job_title: 'Jefa de planta',
  email_id: 'ana@aceros.example.com',
  phone: '+52 81 5550 1234',
  website: 'https://aceros.example.com',
  city: 'Monterrey',
  country: 'Mexico',
  industry: 'Steel',
  no_of_employees: '201-500',
  annual_revenue: 12_500_000.5,
  source: 'Exhibition',
  message: '  Línea 2 parada 🏭\n',
  language: 'pt',
  lead_owner: 'owner@acme.example.com',
  status: 'Replied',
  qualification_status: 'In Process',
}

it('keeps every field of ERPNext’s Lead as it was given, created and read back [leads.create]', async () => {
  expect(Object.keys(FULL).sort()).toEqual([...LEAD_INPUT_FIELDS].sort())
  const created = await app.acme.as('sales').leads.create(FULL)
  expect(created).toMatchObject(FULL)
  expect(await app.acme.as('viewer').leads.get(created.id)).toEqual(created)
})
