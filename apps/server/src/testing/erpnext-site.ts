/** The whole program beside a double of ERPNext that was set up, with a clock of the test's own: where the exchange is tested. */
import { applySetUp, createFrappeClient, planSetUp } from '@insa/mcp-servers/erpnext'
import {
  type ErpnextDouble,
  type ErpnextDoubleOptions,
  startErpnextDouble,
} from '@insa/mcp-servers/erpnext-double'
import { type TestApp, type TestAppOptions, testApp } from './test-app.ts'

export const WEBHOOK_SECRET = 'a-secret-of-enough-letters'

type Values = Record<string, unknown>

export interface ErpnextSite {
  app: TestApp
  double: ErpnextDouble
  /** Moves the program's clock on; ERPNext's stands on its own. */
  pass(ms: number): void
  now(): Date
  /** Goes at the exchange until there is nothing left that is due. */
  exchange(): Promise<void>
  /** As somebody in ERPNext would: with hooks, webhooks and a new `modified`. */
  inErpnext: {
    make(values: Values): string
    change(name: string, values: Values): void
    remove(name: string): void
    lead(name: string): Values
    leads(): Values[]
    rows(doctype: string): Values[]
  }
  close(): Promise<void>
}

export interface ErpnextSiteOptions {
  double?: ErpnextDoubleOptions
  app?: Omit<TestAppOptions, 'config' | 'now'>
  /** Whether `insa erpnext setup` was run; it was, unless said. */
  isSetUp?: boolean
}

/** Another user than the one that the program works as. */
const SELLER = 'setup@insa.example'

export async function setUpDouble(double: ErpnextDouble, webhookUrl?: string): Promise<void> {
  const { key: apiKey, secret: apiSecret } = double.keys.setup
  const client = createFrappeClient({ url: double.url, apiKey, apiSecret })
  const webhooks =
    webhookUrl === undefined ? undefined : { url: webhookUrl, secret: WEBHOOK_SECRET }
  const plan = await planSetUp(client, { webhooks })
  const { failed } = await applySetUp(plan.filter((step) => step.apply !== undefined))
  if (failed) throw failed.error
}

export async function erpnextSite(options: ErpnextSiteOptions = {}): Promise<ErpnextSite> {
  const double = await startErpnextDouble({ leads: 0, webhookPauses: [1, 1, 1], ...options.double })
  if (options.isSetUp ?? true) await setUpDouble(double)
  // It stands still, or a slow machine would make things due.
  let at = Date.now()
  const now = () => new Date(at)
  const { key: apiKey, secret: apiSecret } = double.keys.runtime
  const app = await testApp({
    working: false,
    ...options.app,
    now,
    config: {
      erpnext: {
        url: double.url,
        runtime: { apiKey, apiSecret },
        setup: null,
        webhookSecret: WEBHOOK_SECRET,
      },
    },
  })
  return {
    app,
    double,
    now,
    pass: (ms) => {
      at += ms
    },
    async exchange() {
      while (await app.program.syncErpnext());
    },
    inErpnext: erpnextOf(double),
    async close() {
      await app.close()
      await double.stop()
    },
  }
}

function erpnextOf({ as, site }: ErpnextDouble): ErpnextSite['inErpnext'] {
  const rows = (doctype: string) => site.db.rows(doctype) as Values[]
  return {
    rows,
    make: (values) =>
      String(as(SELLER, (ctx) => ctx.documents.insert(ctx, { doctype: 'Lead', ...values })).name),
    change: (name, values) =>
      void as(SELLER, (ctx) => ctx.documents.update(ctx, 'Lead', name, values as never)),
    remove: (name) => void as('Administrator', (ctx) => ctx.documents.remove(ctx, 'Lead', name)),
    lead: (name) => {
      const row = site.db.get('Lead', name)
      if (!row) throw new Error(`There is no lead ${name}.`)
      return row as Values
    },
    leads: () => rows('Lead'),
  }
}
