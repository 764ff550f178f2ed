/** Tells somebody of a lead that wants a call now: one mail, unless they know already or a person has decided otherwise. */
import type { Lead, LeadScore, ScoreOverride } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { wasMailed } from '../../platform/mail/mail.store.ts'
import type { Mailer } from '../../platform/mail/mailer.ts'
import type { AgentRun } from '../../platform/runtime/agent.ts'
import { IMMEDIATE_LEAD, immediateLeadMail } from './immediate-lead-mail.ts'
import { findOverride, findRunBelowImmediate } from './lead-scores.store.ts'

export interface AlertDeps {
  mailer: Mailer
  /** Where people reach the console, for the link in the alert. */
  publicUrl: () => string
  /** Where an alert goes when neither the lead nor the settings name somebody. */
  fallbackRecipient: (organizationId: string) => Promise<string | null>
}

interface Alert {
  to: string | null
  /** Why there is no mail; null when there is one. */
  not: 'overridden' | 'told' | null
}

export async function alertImmediateLead(
  deps: AlertDeps,
  run: AgentRun,
  lead: Lead,
  score: LeadScore,
  salesEmail: string | null,
): Promise<void> {
  const to = lead.lead_owner ?? salesEmail ?? (await deps.fallbackRecipient(run.organizationId))
  await run.store(
    { kind: 'effect', name: 'alert_immediate', summary, replay: () => ({ to, not: null }) },
    async (tx): Promise<Alert> => {
      if (!to) return { to, not: null }
      // Locks the score: two runs on one lead send one mail.
      if (saysOtherwise(await findOverride(tx, lead.id))) return { to, not: 'overridden' }
      if (await knows(tx, lead.id, to)) return { to, not: 'told' }
      const { executionId } = run
      await deps.mailer.queue(
        tx,
        immediateLeadMail({ to, lead, score, executionId, publicUrl: deps.publicUrl() }),
      )
      return { to, not: null }
    },
  )
}

/** Whoever set the lead lower, or has another plan for it, is in the matter already. */
const saysOtherwise = (override: ScoreOverride | null) =>
  (override?.priority ?? 'IMMEDIATE') !== 'IMMEDIATE' ||
  (override?.recommended_action ?? 'immediate_contact') !== 'immediate_contact'

/** They were told since the lead was last anything but IMMEDIATE. */
const knows = async (tx: TenantTx, leadId: string, to: string) =>
  wasMailed(tx, {
    template: IMMEDIATE_LEAD,
    to,
    leadId,
    afterExecutionId: await findRunBelowImmediate(tx, leadId),
  })

function summary({ to, not }: Alert): string {
  switch (not) {
    case 'overridden':
      return 'No mail: a person has decided otherwise'
    case 'told':
      return `No mail: ${to} was told already`
    case null:
      return to ? `Mail to ${to}` : 'Nobody to alert'
  }
}
