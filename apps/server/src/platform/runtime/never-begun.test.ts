/** A worker that lives and claims, and whose attempt could not begin: the database did not answer right after the claim. */
import { expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startProgram, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'
import { patienceOf } from '../processes/patience.ts'

/** Seconds. */
const LEASE_S = 3

it.each(DATABASE_KINDS)(
  'the execution is taken up again when its lease has run out, on %s [workers.taken-over]',
  async (kind) => {
    const app = await testApp({ database: kind, working: false })
    const sales = app.acme.as('sales')
    const lead = await sales.leads.create(sampleLead())
    const { id } = await sales.leads.qualify(lead.id)
    let refused = 0
    const worker = await startProgram(
      {
        ...app.database,
        close: async () => undefined,
        async tenant(organizationId, work) {
          if (refused > 0 || (await sales.executions.get(id)).status !== 'running')
            return app.database.tenant(organizationId, work)
          refused += 1
          throw new Error('timeout exceeded when trying to connect')
        },
      },
      { config: { patience: patienceOf(LEASE_S) } },
    )
    await expect
      .poll(async () => (await sales.executions.get(id)).status, { timeout: 60_000 })
      .toBe('succeeded')
    expect(refused).toBeGreaterThan(0)
    expect((await sales.executions.get(id)).attempts).toBeGreaterThan(1)
    await worker.close()
    await app.close()
  },
  90_000,
)
