import { stripVTControlCharacters } from 'node:util'
import type { Lead } from '@insa/contracts'
import { LEAD_ID, sampleLead } from '@insa/contracts/samples'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { fakeServer, page, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleScore } from './testing/samples.ts'

const scored: Lead = { ...sampleLead, score: sampleScore }
const listing = (...leads: Lead[]) => fakeServer({ 'GET /api/v1/leads': () => page(...leads) })

describe('insa leads list', () => {
  it('shows score, priority and age in a table [cli.leads]', async () => {
    const { url } = await listing(scored, sampleLead)
    const { code, stdout, stderr } = await runInsa(['leads', 'list', '--url', url])
    expect(code).toBe(0)
    expect(stdout).toContain('SCORE')
    expect(stdout).toMatch(/88 +IMMEDIATE +immediate contact +Aceros del Norte · Ana Ruiz/)
    expect(stdout).toContain('2h')
    expect(stderr).toContain('2 leads')
  })

  it('sends the filters under the names of the API, with the key', async () => {
    const { url, seen } = await listing()
    const filters = [
      '--priority',
      'high',
      '--action',
      'nurture',
      '--search',
      'steel',
      '--limit',
      '5',
    ]
    await runInsa(['leads', 'list', ...filters], { env: { INSA_URL: url, INSA_API_KEY: 'k-1' } })
    expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({
      priority: 'HIGH',
      recommended_action: 'nurture',
      q: 'steel',
      limit: '5',
    })
    expect(seen[0]?.headers.authorization).toBe('Bearer k-1')
  })

  it('prints only JSON on stdout when asked to [cli.leads]', async () => {
    const { url } = await listing(sampleLead)
    const { stdout, stderr } = await runInsa(['leads', 'list', '--json', '--url', url])
    expect(JSON.parse(stdout)).toEqual({ data: [sampleLead], next_cursor: null })
    expect(stderr).toBe('')
  })

  it.each([60, 80, 140])('fits a terminal %i columns wide', async (columns) => {
    const wordy = {
      ...scored,
      company_name: '株式会社 Üniversal '.repeat(8),
      lead_name: 'Δ'.repeat(90),
    }
    const { url } = await listing(wordy, sampleLead)
    const { stdout } = await runInsa(['leads', 'list', '--url', url], { columns })
    const widest = Math.max(...stdout.split('\n').map((line) => stringWidth(line)))
    expect(widest).toBeLessThanOrEqual(Math.max(columns, 76))
    expect(stdout).toContain(LEAD_ID)
    expect(stdout).toContain('…')
  })

  it('colours on a terminal only, and not with NO_COLOR', async () => {
    const { url } = await listing(scored)
    const args = ['leads', 'list', '--url', url]
    const coloured = await runInsa(args, { columns: 100 })
    const plain = await runInsa(args, { columns: 100, env: { NO_COLOR: '1' } })
    const piped = await runInsa(args)
    expect(coloured.stdout).not.toBe(stripVTControlCharacters(coloured.stdout))
    expect(plain.stdout).toBe(stripVTControlCharacters(plain.stdout))
    expect(piped.stdout).toBe(stripVTControlCharacters(piped.stdout))
  })

  it('does not let a lead command the terminal', async () => {
    const { url } = await listing({
      ...sampleLead,
      company_name: 'A\u001b]0;owned\u0007\u202eB\nC',
    })
    const { stdout } = await runInsa(['leads', 'list', '--url', url])
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
  })
})

describe('insa leads show', () => {
  it('shows the factors with the words they rest on, questions and flags [cli.leads]', async () => {
    const { url } = await fakeServer({ [`GET /api/v1/leads/${LEAD_ID}`]: () => ({ body: scored }) })
    const { code, stdout } = await runInsa(['leads', 'show', LEAD_ID, '--url', url])
    expect(code).toBe(0)
    expect(stdout).toContain('88 of 100  IMMEDIATE  immediate contact')
    expect(stdout).toContain('“USD 250,000 approved”')
    expect(stdout).toMatch(/authority +unknown/)
    expect(stdout).toContain('- Who signs the order?')
    expect(stdout).toContain('free_mail_for_corporation')
  })

  it('shows a long reasoning in full, wrapped into the terminal', async () => {
    const words = Array.from({ length: 40 }, (_, n) => `word${n}`)
    const budget = { ...sampleScore.factor_scores.budget, reasoning: words.join(' ') }
    const score = { ...sampleScore, factor_scores: { ...sampleScore.factor_scores, budget } }
    const { url } = await fakeServer({
      [`GET /api/v1/leads/${LEAD_ID}`]: () => ({ body: { ...sampleLead, score } }),
    })
    const { stdout } = await runInsa(['leads', 'show', LEAD_ID, '--url', url], { columns: 72 })
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(72)
    for (const word of words) expect(stdout).toContain(word)
  })

  it("puts a person's correction in front and keeps the machine's values beside it", async () => {
    const override = {
      by: 'ana',
      at: sampleScore.scored_at,
      reason: 'They called.',
      qualification_score: 95,
      priority: null,
      recommended_action: null,
    }
    const lead = { ...scored, score: { ...sampleScore, override } }
    const { url } = await fakeServer({ [`GET /api/v1/leads/${LEAD_ID}`]: () => ({ body: lead }) })
    const { stdout } = await runInsa(['leads', 'show', LEAD_ID, '--url', url])
    expect(stdout).toContain('95* of 100')
    expect(stdout).toContain("ana corrected the machine's 88, IMMEDIATE, immediate contact")
    expect(stdout).toContain('They called.')
  })

  it('says how to have it scored when it is not', async () => {
    const { url } = await fakeServer({
      [`GET /api/v1/leads/${LEAD_ID}`]: () => ({ body: sampleLead }),
    })
    const { stdout } = await runInsa(['leads', 'show', LEAD_ID, '--url', url])
    expect(stdout).toContain(`insa leads qualify ${LEAD_ID} --wait`)
  })

  it('exits 4 when there is no such lead', async () => {
    const { url } = await fakeServer({
      [`GET /api/v1/leads/${LEAD_ID}`]: () => problem(404, 'lead.not_found', 'No such lead.'),
    })
    const { code, stderr, stdout } = await runInsa(['leads', 'show', LEAD_ID, '--url', url])
    expect(code).toBe(4)
    expect(stderr).toContain('error: No such lead.')
    expect(stdout).toBe('')
  })
})
