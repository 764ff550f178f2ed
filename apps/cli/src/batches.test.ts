/** Many leads at once: told what it costs, started, watched, steered. */
import type { BatchEstimate, QualificationBatch } from '@insa/contracts'
import {
  sampleEstimate as free,
  sampleBatch as started,
  sampleWindow as window,
} from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, page, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'

const { id: ID } = started
const PATH = `/api/v1/qualification-batches/${ID}`

const dear: BatchEstimate = {
  ...free,
  engine: 'claude-code',
  model: 'claude-haiku-5-5',
  basis: 'own_runs',
  basis_runs: 200,
  usd_per_lead: '0.001240',
  usd: '12.397520',
  message: 'Estimate: $12.40, from the median of your last 200 runs.',
}
const finished: QualificationBatch = {
  ...started,
  status: 'finished',
  left: 0,
  running: 0,
  succeeded: 9_998,
  failed: 0,
  expected_end: null,
  finished_at: '2026-12-01T10:00:00.000Z',
}

const serving = (estimate: BatchEstimate, ended = finished) =>
  fakeServer({
    'POST /api/v1/qualification-batches/estimate': () => ({ body: estimate }),
    'POST /api/v1/qualification-batches': () => ({ status: 202, body: started }),
    [`GET ${PATH}`]: () => ({ body: ended }),
  })

describe('insa leads qualify, many at once', () => {
  it('says what it would cost with --estimate, and begins nothing [cli.batches]', async () => {
    const { url, seen } = await serving(dear)
    const args = ['leads', 'qualify', '--all-unscored', '--estimate', '--url', url]
    const { code, stdout } = await runInsa(args)
    expect(code).toBe(0)
    expect(stdout).toContain('$12.40, from the median of your last 200 runs')
    expect(seen.map(({ route }) => route)).toEqual(['POST /api/v1/qualification-batches/estimate'])
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      leads: { filter: { scored: 'no' } },
      window: null,
    })
  })

  it('starts what costs nothing at once, and what costs money with --yes only', async () => {
    const cheap = await serving(free)
    const all = ['leads', 'qualify', '--all-unscored', '--url']
    expect((await runInsa([...all, cheap.url])).stdout).toContain(
      `insa batches show ${ID} --follow`,
    )
    const { url, seen } = await serving(dear)
    const refused = await runInsa([...all, url])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--yes')
    expect(seen).toHaveLength(1)
    expect((await runInsa([...all, url, '--yes'])).code).toBe(0)
    expect(seen.at(-1)?.route).toBe('POST /api/v1/qualification-batches')
  })

  it('takes the filters and the hours', async () => {
    const { url, seen } = await serving(free)
    const nights = ['--nights', '22:00-06:00', '--time-zone', 'Europe/Berlin']
    const args = ['leads', 'qualify', '--country', 'Mexico', ...nights, '--json', '--url', url]
    const { code, stdout } = await runInsa(args)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: ID })
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toMatchObject({
      leads: { filter: { country: 'Mexico' } },
      window: { from: '22:00', to: '06:00', time_zone: 'Europe/Berlin' },
    })
    await runInsa(['leads', 'qualify', '--all-unscored', '--url', url, '--nights'])
    expect(JSON.parse(seen.at(-1)?.body ?? '').window).toEqual({})
    expect((await runInsa([...args, '--nights', '22-6'])).code).toBe(2)
  })

  it('is for a choice, not for single leads', async () => {
    expect((await runInsa(['leads', 'qualify', ID, '--nights'])).code).toBe(2)
    expect((await runInsa(['leads', 'qualify', ID, '--country', 'Mexico'])).code).toBe(2)
  })

  it('shows how far it is with --wait, and how it ended [cli.batches]', async () => {
    const { url } = await serving(free)
    const args = ['leads', 'qualify', '--all-unscored', '--wait', '--url', url]
    const { code, stdout, stderr } = await runInsa(args)
    expect(code).toBe(0)
    expect(stderr).toContain('Qualifying: 9,998 of 9,998')
    expect(stdout).toMatch(/done\s+9,998 of 9,998/)
  })

  it('exits 8 when leads failed', async () => {
    const { url } = await serving(free, { ...finished, succeeded: 9_990, failed: 8 })
    const args = ['leads', 'qualify', '--all-unscored', '--wait', '--url', url]
    const { code, stderr } = await runInsa(args)
    expect(code).toBe(8)
    expect(stderr).toContain('8 leads failed')
  })
})

describe('insa batches', () => {
  it('lists them, with what they wait for', async () => {
    const waiting = { ...started, window, waits_for: 'window' as const }
    const { url } = await fakeServer({ 'GET /api/v1/qualification-batches': () => page(waiting) })
    const { stdout } = await runInsa(['batches', 'list', '--url', url], { columns: 160 })
    expect(stdout).toContain('994/9,998')
    expect(stdout).toContain('9,000 leads wait for 2026-12-01 21:00:00 UTC')
  })

  it('say that the agent is off, and where it is switched on', async () => {
    const note = 'All agents are off. They are switched on in the console: Settings, Agents.'
    const off = { ...started, note, waits_for: 'agent' as const, expected_end: null }
    const { url } = await serving(free, off)
    const { stdout } = await runInsa(['batches', 'show', ID, '--url', url], { columns: 160 })
    expect(stdout).toMatch(/waits +All agents are off. They are switched on .*Settings, Agents/)
    expect(stdout).not.toContain('expected end')
  })

  it('show one with its rate, its expected end and its cost', async () => {
    const { url } = await serving(free, started)
    const { stdout } = await runInsa(['batches', 'show', ID, '--url', url])
    expect(stdout).toMatch(/left\s+9,000/)
    expect(stdout).toMatch(/rate\s+3,600.5 a minute/)
    expect(stdout).toMatch(/expected end\s+2026-12-01 10:00:00 UTC/)
  })

  it.each(['pause', 'resume', 'cancel'])('%s one', async (verb) => {
    const { url, seen } = await fakeServer({ [`POST ${PATH}/${verb}`]: () => ({ body: started }) })
    expect((await runInsa(['batches', verb, ID, '--url', url])).code).toBe(0)
    expect(seen).toHaveLength(1)
  })

  it('exit 6 when it is over', async () => {
    const { url } = await fakeServer({
      [`POST ${PATH}/pause`]: () => problem(409, 'batch.over', 'The batch is over (finished).'),
    })
    const { code, stderr } = await runInsa(['batches', 'pause', ID, '--url', url])
    expect(code).toBe(6)
    expect(stderr).toContain('is over')
  })
})
