/** The webhooks that tell us of changes. The event stands in the address: nothing in a webhook's body names it. */
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import type { SiteStep } from './site-step.ts'
import { WANTED_WEBHOOKS } from './wanted-site.ts'

export interface WebhookTarget {
  /** Where our server takes them: `https://crm.example.com/api/v1/webhooks/erpnext/<organization>`. */
  url: string
  secret: string
}

const webhookName = (doctype: string, event: string) =>
  `insa-${doctype.toLowerCase().replaceAll(' ', '-')}-${event.replaceAll('_', '-')}`

const FIELDS = ['doctype', 'name', 'modified', 'owner']

export async function planWebhooks(
  client: FrappeClient,
  target: WebhookTarget,
  signal?: AbortSignal,
): Promise<SiteStep[]> {
  const steps: SiteStep[] = []
  for (const { doctype, event } of WANTED_WEBHOOKS) {
    const name = webhookName(doctype, event)
    const address = new URL(target.url)
    address.searchParams.set('doctype', doctype)
    address.searchParams.set('event', event)
    const found = await client.find('Webhook', name, { signal })
    steps.push(
      found
        ? compareWebhook(client, found, address.href)
        : createWebhook(client, { name, doctype, event, url: address.href, secret: target.secret }),
    )
  }
  return steps
}

interface NewWebhook {
  name: string
  doctype: string
  event: string
  url: string
  secret: string
}

const createWebhook = (client: FrappeClient, hook: NewWebhook): SiteStep => ({
  kind: 'Webhook',
  name: hook.name,
  action: 'create',
  differences: ['is missing'],
  apply: async (signal) => {
    await client.insert(
      'Webhook',
      {
        name: hook.name,
        webhook_doctype: hook.doctype,
        webhook_docevent: hook.event,
        request_url: hook.url,
        request_method: 'POST',
        request_structure: 'Form URL-Encoded',
        enable_security: 1,
        webhook_secret: hook.secret,
        // Frappe names no type by itself.
        webhook_headers: [{ key: 'Content-Type', value: 'application/json' }],
        webhook_data: FIELDS.map((field) => ({ fieldname: field, key: field })),
      },
      { signal },
    )
  },
})

/** The secret cannot be read, so it is not compared. */
function compareWebhook(client: FrappeClient, found: Document, url: string): SiteStep {
  const changes: Record<string, unknown> = {}
  const differences: string[] = []
  const want = (field: string, value: unknown, words: string) => {
    if (found[field] === value) return
    changes[field] = value
    differences.push(words)
  }
  want('request_url', url, `sends to ${found.request_url}`)
  want('enabled', 1, 'is switched off')
  want('enable_security', 1, 'is not signed')
  const step: SiteStep = { kind: 'Webhook', name: found.name, action: 'none', differences }
  if (differences.length === 0) return step
  return {
    ...step,
    action: 'change',
    apply: async (signal) => {
      await client.update(
        'Webhook',
        found.name,
        { modified: found.modified, ...changes },
        { signal },
      )
    },
  }
}
