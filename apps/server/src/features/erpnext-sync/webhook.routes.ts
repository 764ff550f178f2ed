/**
 * POST /api/v1/webhooks/erpnext/{organization}: what ERPNext tells of changes. Its signature is its key. What it says is a hint: an
 * old one looks like a new one, so the record itself is read afterwards, as it then is (take-hints.ts).
 */
import { WebhookTaken } from '@insa/contracts'
import { verifyWebhook, WEBHOOK_SIGNATURE_HEADER } from '@insa/mcp-servers/erpnext'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { unauthenticated, unreadable } from '../../platform/http/errors.ts'
import type { SyncDeps } from './sync-deps.ts'
import { insertHint } from './sync-state.store.ts'

/** Our webhooks carry four fields (plan-webhooks.ts). Bytes. */
const BODY_LIMIT = 64 * 1024

/** What is exchanged; others are taken and forgotten. */
const DOCTYPES = new Set(['Lead'])

const Hint = z.looseObject({
  doctype: z.string().max(140).nullish(),
  name: z.string().min(1).max(140),
})

export const webhookRoutes =
  (deps: SyncDeps, wake: () => void): FastifyPluginAsync =>
  async (plain) => {
    // Frappe names no type unless its webhook does, and the signature is over the bytes: nothing is parsed before it was checked.
    plain.removeAllContentTypeParsers()
    plain.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => body)
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.post(
      '/api/v1/webhooks/erpnext/:organization_id',
      {
        bodyLimit: BODY_LIMIT,
        schema: {
          tags: ['ERPNext'],
          summary: 'Take a webhook of ERPNext',
          description:
            'Signed by ERPNext: base64 HMAC-SHA256 of the body with ERPNEXT_WEBHOOK_SECRET. `insa erpnext setup --webhook-url` puts the webhooks in place.',
          params: z.strictObject({ organization_id: z.uuid() }),
          querystring: z.looseObject({ doctype: z.string().max(140).optional() }),
          response: { 200: WebhookTaken },
        },
        config: {
          open: true,
          reads: { [WEBHOOK_SIGNATURE_HEADER]: 'The signature that Frappe sends.' },
        },
      },
      async ({ params, query, headers, body }) => {
        const signature = headers[WEBHOOK_SIGNATURE_HEADER]
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
        const isSigned =
          typeof signature === 'string' && verifyWebhook(bytes, signature, deps.webhookSecret ?? '')
        // Also for an organization whose site it is not: who has no secret learns nothing.
        if (!isSigned || (await deps.organization()) !== params.organization_id)
          throw unauthenticated('The signature is not that of this site.')
        const { name, doctype } = readHint(bytes)
        const kind = doctype ?? query.doctype ?? ''
        if (deps.client === null || !DOCTYPES.has(kind)) return { taken: false }
        await deps.database.tenant(params.organization_id, (tx) => {
          tx.afterCommit(wake)
          return insertHint(tx, { doctype: kind, name, at: deps.now() })
        })
        return { taken: true }
      },
    )
  }

/** @throws AppError 400 */
function readHint(bytes: Buffer): z.infer<typeof Hint> {
  try {
    return Hint.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw unreadable('A webhook names its record: {"doctype": …, "name": …}.')
  }
}
