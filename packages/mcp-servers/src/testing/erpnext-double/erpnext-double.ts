/**
 * A Frappe site with ERPNext on loopback: it speaks the REST API with its quirks, fails on demand, sends webhooks, and starts
 * with a plausible integrator's data. docs/erpnext-double.md says how to use it.
 */
import { Sessions } from './authenticate.ts'
import { CONTROLLERS } from './controllers/index.ts'
import { createDocuments } from './documents.ts'
import { createFaults, type FaultPlan, type Faults, NO_FAULTS } from './faults.ts'
import { ADMINISTRATOR, contextOf, type RequestContext } from './request-context.ts'
import { KEYS, seedSite } from './seed-site.ts'
import { type SeenRequest, serveDouble } from './serve-double.ts'
import { Site, type Version } from './site.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

export interface ErpnextDoubleOptions {
  port?: number
  /** Of everything random: names, orders, faults. */
  seed?: number
  version?: Version
  /** The site's name for `X-Frappe-Site-Name`. */
  siteName?: string
  /** Times are told in this zone, without an offset. */
  timeZone?: string
  /** `bare`: the setup wizard has not run, so there are no masters and no company. */
  masters?: 'wizard' | 'bare'
  /** Leads to begin with; default 12. */
  leads?: number
  faults?: FaultPlan
  tls?: { cert: string; key: string }
  /** Milliseconds between attempts of a webhook. */
  webhookPauses?: readonly number[]
}

export interface ErpnextDouble {
  url: string
  port: number
  /** Everything that came, in order. */
  requests: SeenRequest[]
  site: Site
  faults: Faults
  webhooks: Webhooks
  /** Keys of the users that it starts with. */
  keys: typeof KEYS
  /** Does something as a user, as if by a request of its own: committed, or taken back when it throws. */
  as<T>(user: string, work: (ctx: RequestContext) => T): T
  stop(): Promise<void>
}

export async function startErpnextDouble(
  options: ErpnextDoubleOptions = {},
): Promise<ErpnextDouble> {
  const {
    seed = 1,
    masters = 'wizard',
    siteName = 'insa.example',
    faults: plan = NO_FAULTS,
  } = options
  const site = new Site({
    version: options.version ?? 15,
    seed,
    timeZone: options.timeZone ?? 'America/Bogota',
  })
  const documents = createDocuments(CONTROLLERS)
  const webhooks = createWebhooks(
    site,
    options.webhookPauses === undefined ? {} : { pauses: options.webhookPauses },
  )
  const as = <T>(user: string, work: (ctx: RequestContext) => T): T => {
    const ctx = contextOf(site, documents, user)
    try {
      const result = work(ctx)
      site.db.commit()
      webhooks.enqueue(ctx)
      return result
    } catch (error) {
      site.db.rollback()
      throw error
    }
  }
  as(ADMINISTRATOR, (ctx) => seedSite(ctx, { masters, leads: options.leads ?? 12 }))
  site.clock.skew(plan.skew)
  const faults = createFaults(site.random, plan)
  const requests: SeenRequest[] = []
  const door = { site, siteName, documents, sessions: new Sessions(), committed: webhooks.enqueue }
  const served = await serveDouble(door, {
    port: options.port ?? 0,
    faults,
    seen: requests,
    ...(options.tls && { tls: options.tls }),
  })
  return {
    url: served.url,
    port: served.port,
    requests,
    site,
    faults,
    webhooks,
    keys: KEYS,
    as,
    async stop() {
      webhooks.stop()
      await served.close()
    },
  }
}
