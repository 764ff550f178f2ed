/** ERPNext for the server: the client, set-up and verification. The MCP server with its tools is loaded by name (servers.ts). */
export {
  createFrappeClient,
  type Document,
  type Filter,
  type FrappeClient,
  type FrappeClientOptions,
} from './client/frappe-client.ts'
export { type FailureKind, FrappeFailure } from './client/frappe-failure.ts'
export { plainText } from './client/plain-text.ts'
export {
  signWebhook,
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
} from './client/webhook-signature.ts'
export { explainFailure } from './site/explain-failure.ts'
export type { Finding } from './site/finding.ts'
export { applySetUp, planSetUp, type SetUpOutcome } from './site/set-up-site.ts'
export type { SiteStep } from './site/site-step.ts'
export { verifySite } from './site/verify-site.ts'
