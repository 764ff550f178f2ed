import { EXECUTION_ID } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, page } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution } from './testing/samples.ts'

const AT = sampleExecution.created_at

describe('insa canaries', () => {
  const canary = {
    id: EXECUTION_ID,
    record_type: 'lead',
    record_id: EXECUTION_ID,
    title: 'Old Quarry',
    note: null,
    marked_by: 'user:ana@example.com',
    marked_at: AT,
  }
  const alarm = {
    id: EXECUTION_ID,
    level: 'alarm',
    reader: 'key:ERP bridge\u001b[31m',
    reader_kind: 'api_key',
    via: 'GET /api/v1/leads',
    outcome: 'read',
    execution_id: null,
    correlation_id: 'c',
    records: [
      { canary_id: EXECUTION_ID, record_type: 'lead', record_id: EXECUTION_ID, title: null },
    ],
    reads: 7,
    first_at: AT,
    last_at: AT,
    acknowledged_by: null,
    acknowledged_at: null,
  }

  it('marks a record that is there, or makes a lead that is one', async () => {
    const { url, seen } = await fakeServer({
      'POST /api/v1/canaries': () => ({ status: 201, body: canary }),
    })
    await runInsa(['canaries', 'mark', 'CRM-1', '--type', 'contact', '--url', url])
    const lead = ['--company', 'Old Quarry', '--email', 'maud@quarry.example', '--note', 'cellar']
    const { stdout } = await runInsa(['canaries', 'mark', ...lead, '--url', url])
    expect(stdout).toContain(`insa canaries unmark ${EXECUTION_ID}`)
    expect(seen.map((s) => JSON.parse(s.body))).toEqual([
      { record_type: 'contact', record_id: 'CRM-1', note: null },
      { lead: { company_name: 'Old Quarry', email_id: 'maud@quarry.example' }, note: 'cellar' },
    ])
  })

  it('lists canaries and their alarms, and takes a mark off', async () => {
    const { url, seen } = await fakeServer({
      'GET /api/v1/canaries': () => page(canary),
      'GET /api/v1/canaries/alarms': () => page(alarm),
      [`DELETE /api/v1/canaries/${EXECUTION_ID}`]: () => ({ status: 204, body: undefined }),
      [`POST /api/v1/canaries/alarms/${EXECUTION_ID}/acknowledge`]: () => ({
        status: 200,
        body: alarm,
      }),
    })
    expect((await runInsa(['canaries', 'list', '--url', url])).stdout).toMatch(/Old Quarry +lead/)
    const { stdout } = await runInsa(['canaries', 'alarms', '--open', '--url', url])
    expect(stdout).toMatch(/key:ERP bridge.* read: GET \/api.* 7 .* open/)
    expect(stdout).not.toContain('\u001b[31m')
    expect(seen.at(-1)?.query.get('open')).toBe('yes')
    expect((await runInsa(['canaries', 'unmark', EXECUTION_ID, '--url', url])).stdout).toBe(
      'Unmarked.\n',
    )
    const looked = await runInsa(['canaries', 'acknowledge', EXECUTION_ID, '--url', url])
    expect(looked.stdout).toBe('Acknowledged.\n')
  })
})
