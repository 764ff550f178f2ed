/**
 * Set-up: what a site lacks of what we want, and the doing of it. Every step looks at the site as it is, so running it again goes on
 * where the last run stopped, and running it twice does nothing.
 */
import type { FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'
import { mayDo } from './may-do.ts'
import { planCustomFields } from './plan-custom-fields.ts'
import { planDocTypes } from './plan-doctypes.ts'
import { planRecords } from './plan-records.ts'
import { planWebhooks, type WebhookTarget } from './plan-webhooks.ts'
import type { SiteStep } from './site-step.ts'

export interface SetUpOptions {
  /** Webhooks are set up where it is known where they go. */
  webhooks?: WebhookTarget | undefined
  signal?: AbortSignal | undefined
}

/** Reads only. @throws FrappeFailure where the site cannot be read with this key. */
export async function planSetUp(
  client: FrappeClient,
  { webhooks, signal }: SetUpOptions = {},
): Promise<SiteStep[]> {
  await requireRights(client, signal)
  return [
    ...(await planRecords(client, signal)),
    ...(await planDocTypes(client, signal)),
    ...(await planCustomFields(client, signal)),
    ...(webhooks ? await planWebhooks(client, webhooks, signal) : []),
  ]
}

/** Before anything is written: a key that may do the first steps only would leave half of it. */
async function requireRights(client: FrappeClient, signal?: AbortSignal): Promise<void> {
  for (const doctype of ['DocType', 'Custom Field', 'Webhook'])
    if (!(await mayDo(client, doctype, 'create', signal)))
      throw new FrappeFailure(`The set-up key may not create a ${doctype}.`, { kind: 'forbidden' })
}

export interface SetUpOutcome {
  done: SiteStep[]
  /** Where it stopped; what is done stays: a site's tables cannot be taken back. */
  failed?: { step: SiteStep; error: FrappeFailure }
  /** Not tried. */
  left: SiteStep[]
}

/** Stops at the first failure. @param onStep called after each step that was done. */
export async function applySetUp(
  steps: readonly SiteStep[],
  onStep: (step: SiteStep) => void = () => undefined,
  signal?: AbortSignal,
): Promise<SetUpOutcome> {
  const todo = steps.filter((step) => step.apply !== undefined)
  const done: SiteStep[] = []
  for (const [index, step] of todo.entries()) {
    try {
      await step.apply?.(signal)
    } catch (error) {
      if (!(error instanceof FrappeFailure)) throw error
      return { done, failed: { step, error }, left: todo.slice(index + 1) }
    }
    done.push(step)
    onStep(step)
  }
  return { done, left: [] }
}
