/** Frappe signs a webhook's raw body with HMAC-SHA256 and sends it in base64. It signs no time and no id: old ones look like new. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const WEBHOOK_SIGNATURE_HEADER = 'x-frappe-webhook-signature'

export const signWebhook = (body: Uint8Array | string, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('base64')

/** @param body the bytes as they came; parsing and writing them again would change them. */
export function verifyWebhook(
  body: Uint8Array,
  signature: string | undefined,
  secret: string,
): boolean {
  if (signature === undefined || secret === '') return false
  const wanted = Buffer.from(signWebhook(body, secret))
  const given = Buffer.from(signature)
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
