import { DEFAULT_ERPNEXT_SYNC, type ErpnextSync } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { fakeServer } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution } from './testing/samples.ts'

const AT = sampleExecution.created_at

describe('insa erpnext sync', () => {
  const sync: ErpnextSync = {
    state: 'away',
    site_url: 'https://erp.example',
    problem: { code: 'unavailable', message: 'In maintenance.', todo: 'Wait.', at: AT },
    ...{ away_since: AT, retry_at: AT, lag_seconds: 3_600, open_conflicts: 2 },
    in: { polled_at: AT, compared_at: AT, lag_seconds: 3_600, hints: 0, to_qualify: 4 },
    out: { waiting: 7, lag_seconds: 12, failed: 0, failures: [] },
    leads: { linked: 10, gone: 1, removed: 0 },
    backfill: {
      ...{ status: 'running', qualify: 'none', kind: 'Lead', after: 'x', done: 500, total: 1_300 },
      ...{ started_by: 'user:a@b.example', started_at: AT, finished_at: null },
    },
    settings: DEFAULT_ERPNEXT_SYNC,
    webhook: { path: '/x', has_secret: true },
  }

  it('starts reading in, and tells how the exchange stands and what is wrong [cli.erpnext-sync]', async () => {
    const { url, seen } = await fakeServer({
      'GET /api/v1/erpnext/sync': () => ({ body: sync }),
      'POST /api/v1/erpnext/sync/backfill': () => ({ body: sync }),
    })
    const args = ['erpnext', 'sync', '--url', url]
    const { stdout } = await runInsa([...args, '--backfill', '--no-qualify'])
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ qualify: 'none' })
    expect(stdout).toMatch(/behind, in +3600 s/)
    expect(stdout).toMatch(/reading in +running, 500 of 1300/)
    expect(stdout).toMatch(/problem +In maintenance\. Wait\./)
    expect(JSON.parse((await runInsa([...args, '--json'])).stdout)).toEqual(sync)
  })
})
