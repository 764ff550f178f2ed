import type { Lead } from '@insa/contracts'
import { LEAD_ID, sampleLead } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, page } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleScore } from './testing/samples.ts'

const tricky: Lead = {
  ...sampleLead,
  company_name: '=HYPERLINK("http://evil.example")',
  phone: '+52 81 5555 0100',
  message: 'Two\nlines, "quoted"',
  score: sampleScore,
}

const exporting = () =>
  fakeServer({
    'GET /api/v1/leads': ({ query }) =>
      query.get('cursor') === 'two'
        ? page(sampleLead)
        : { body: { data: [tricky], next_cursor: 'two' } },
  })

describe('insa leads export', () => {
  it('writes every page as CSV that a spreadsheet may open safely', async () => {
    const { url } = await exporting()
    const { code, stdout, stderr } = await runInsa(['leads', 'export', '--url', url])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^id,created_at,qualification_score,priority,recommended_action,lead_name,/,
    )
    expect(stdout).toContain(`${LEAD_ID},2026-01-02T03:00:00.000Z,88.4,IMMEDIATE,immediate_contact`)
    expect(stdout).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    expect(stdout).toContain(',+52 81 5555 0100,')
    expect(stdout).toContain('"Two\nlines, ""quoted"""')
    expect(stderr).toBe('Exported 2 leads.\n')
  })

  it('leaves the text alone and the scores out when it is to be imported again', async () => {
    const { url } = await exporting()
    const { stdout } = await runInsa(['leads', 'export', '--importable', '--url', url])
    expect(stdout).toMatch(/^lead_name,company_name/)
    expect(stdout).toContain('"=HYPERLINK(""http://evil.example"")"')
    expect(stdout).not.toContain('IMMEDIATE')
  })

  it('writes a lead a line with --json', async () => {
    const { url } = await exporting()
    const { stdout } = await runInsa(['leads', 'export', '--json', '--url', url])
    const leads = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(leads).toEqual([tricky, sampleLead])
  })
})
