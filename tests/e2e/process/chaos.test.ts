/** The short form of `npm run chaos`: fewer processes, less work, the faults that have most to say. */
import { describe, expect, it } from 'vitest'
import { runSeed, type SeedOptions } from '../../chaos/run-seed.ts'

const SHORT: SeedOptions = {
  seed: 3,
  executions: 40,
  perSecond: 8,
  leaseS: 3,
  processes: { api: 1, worker: 2, scheduler: 1 },
  say: () => undefined,
}

const brokenIn = async (options: SeedOptions) =>
  (await runSeed(options)).findings
    .filter((finding) => !finding.kept)
    .map(({ promise, found }) => `${promise}: ${found}`)

describe('a site whose parts die while it works', () => {
  it('ends every run once, and no effect happens twice or unheard of [chaos.short]', async () => {
    const broken = await brokenIn({
      ...SHORT,
      faults: [
        'kill -9 worker',
        'ERPNext: the request goes through, its answer is lost',
        'Redis is killed and comes back empty',
        'PostgreSQL is killed with -9',
        'mail: kill -9 of all between the effect and its record',
      ],
    })
    expect(broken).toEqual([])
  }, 240_000)

  it('is found out where its guards are taken out [chaos.sabotage]', async () => {
    const broken = await brokenIn({
      ...SHORT,
      executions: 20,
      without: ['mails', 'erpnext', 'tools'],
      faults: [
        'ERPNext: the request goes through, its answer is lost',
        'mail: kill -9 of all between the effect and its record',
      ],
    })
    expect(broken.join('\n')).toMatch(/mails: none happened twice: [1-9]/)
    expect(broken.join('\n')).toMatch(/in ERPNext: none happened twice: [1-9]/)
  }, 240_000)
})
