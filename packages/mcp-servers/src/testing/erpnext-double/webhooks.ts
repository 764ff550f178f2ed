/** Webhooks as Frappe's worker sends them: after the commit, last state wins, three attempts, and never for direct writes. */
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from './doctype.ts'
import { PythonFloat, pythonJson } from './python-json.ts'
import { isEmpty, type RequestContext, text } from './request-context.ts'
import type { Site } from './site.ts'

export interface Delivery {
  webhook: string
  url: string
  method: string
  headers: Record<string, string>
  /** Exactly what was signed and sent. */
  body: string
  /** Of each attempt: a status, or what went wrong. */
  outcomes: (number | string)[]
}

export interface Webhooks {
  /** Everything sent, in order. */
  deliveries: Delivery[]
  /** Queues what a committed request fired. */
  enqueue(ctx: RequestContext): void
  /** Keeps deliveries back instead of sending them, until `release`. */
  hold(): void
  /** Sends what was kept back, in another order if wanted. */
  release(order?: (held: Delivery[]) => Delivery[]): Promise<void>
  /** Sends one again, byte for byte: nothing in it says that it is old. */
  replay(delivery: Delivery): Promise<void>
  /** Waits until all that was queued is sent. */
  idle(): Promise<void>
  stop(): void
}

export interface WebhookOptions {
  /** Milliseconds after the first, second and third failure; Frappe waits 1, 4 and 7 s. */
  pauses?: readonly number[]
}

const PAUSES = [1_000, 4_000, 7_000]

export function createWebhooks(site: Site, { pauses = PAUSES }: WebhookOptions = {}): Webhooks {
  const deliveries: Delivery[] = []
  const stopped = new AbortController()
  let held: Delivery[] | null = null
  let work: Promise<void> = Promise.resolve()

  const send = async (delivery: Delivery): Promise<void> => {
    deliveries.push(delivery)
    for (const pause of pauses) {
      if (stopped.signal.aborted) return
      const outcome = await attempt(site, delivery, stopped.signal)
      delivery.outcomes.push(outcome)
      if (typeof outcome === 'number' && outcome < 400) return
      // After a time-out of the reading Frappe tries again at once.
      if (outcome !== 'timeout')
        await sleep(pause, undefined, { signal: stopped.signal, ref: false })
    }
  }
  const queue = (delivery: Delivery) => {
    if (held) held.push(delivery)
    else work = work.then(() => send(delivery)).catch(() => undefined)
  }
  return {
    deliveries,
    enqueue(ctx) {
      for (const delivery of deliveriesOf(ctx)) queue(delivery)
    },
    hold() {
      held ??= []
    },
    async release(order = (list) => list) {
      const list = order(held ?? [])
      held = null
      for (const delivery of list) queue(delivery)
      await work
    },
    replay: (delivery) => send({ ...delivery, outcomes: [] }),
    idle: () => work,
    stop: () => stopped.abort(),
  }
}

/** One per webhook and document in a transaction: the last state. */
function deliveriesOf(ctx: RequestContext): Delivery[] {
  const wanted = new Map<string, Delivery>()
  for (const hook of ctx.site.db.rows('Webhook')) {
    if (!hook.enabled) continue
    for (const { event, doc } of ctx.fired) {
      if (hook.webhook_docevent !== event || hook.webhook_doctype !== doc.doctype) continue
      const current =
        event === 'on_trash' ? doc : (ctx.site.db.get(text(doc.doctype), doc.name) ?? doc)
      wanted.set(`${hook.name}\n${doc.name}`, deliveryOf(ctx.site, hook, current))
    }
  }
  return [...wanted.values()]
}

function deliveryOf(site: Site, hook: Row, doc: Row): Delivery {
  const body = pythonJson(dataOf(site, hook, doc))
  const headers: Record<string, string> = {}
  if (hook.enable_security)
    headers['X-Frappe-Webhook-Signature'] = createHmac('sha256', text(hook.webhook_secret))
      .update(body)
      .digest('base64')
  for (const row of (hook.webhook_headers as Row[]) ?? [])
    if (!isEmpty(row.key)) headers[text(row.key)] = text(row.value)
  return {
    webhook: text(hook.name),
    url: text(hook.request_url),
    method: text(hook.request_method),
    headers,
    body,
    outcomes: [],
  }
}

const FLOATS = new Set(['Float', 'Currency', 'Percent'])

function dataOf(site: Site, hook: Row, doc: Row): Row {
  if (hook.request_structure === 'JSON') return renderJson(text(hook.webhook_json), doc)
  const entries = ((hook.webhook_data as Row[]) ?? []).map(({ key, fieldname }) => {
    const value = doc[text(fieldname)] ?? null
    const type = site.field(text(doc.doctype), text(fieldname))?.fieldtype ?? ''
    return [text(key), FLOATS.has(type) ? new PythonFloat(Number(value ?? 0)) : value]
  })
  return Object.fromEntries(entries)
}

/** Of Jinja only `{{ doc.field }}`; a quote in a value breaks the JSON, as it does there. */
function renderJson(template: string, doc: Row): Row {
  const rendered = template.replaceAll(/\{\{\s*doc\.(\w+)\s*\}\}/g, (_, field: string) =>
    text(doc[field]),
  )
  try {
    return JSON.parse(rendered) as Row
  } catch {
    return {}
  }
}

async function attempt(
  site: Site,
  delivery: Delivery,
  stopped: AbortSignal,
): Promise<number | string> {
  const hook = site.db.get('Webhook', delivery.webhook)
  const timeout = AbortSignal.timeout(Number(hook?.timeout ?? 5) * 1_000)
  try {
    const response = await fetch(delivery.url, {
      method: delivery.method,
      headers: delivery.headers,
      // Bytes, because fetch would name the type of a text.
      body: new Uint8Array(Buffer.from(delivery.body)),
      signal: AbortSignal.any([timeout, stopped]),
    })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    return timeout.aborted ? 'timeout' : String(error)
  }
}
