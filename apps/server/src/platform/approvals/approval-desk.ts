/** Puts a question before the people who may decide it: a row, an event, a mail to each. */
import type { ApprovalRules } from '@insa/contracts'
import { recordAudit } from '../audit/audit.ts'
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { FindMembers, MemberAddress } from '../identity/find-members.ts'
import type { Mailer } from '../mail/mailer.ts'
import { approvalMail, unknownMail } from './approval-mail.ts'
import { type ApprovalRow, insertApproval, type NewApproval } from './approvals.store.ts'
import { mayDecideRole } from './who-decides.ts'

export interface ApprovalDesk {
  /** @returns what writes the question, in the transaction that sets the run aside. */
  ask(
    organizationId: string,
    rules: ApprovalRules,
    question: Omit<NewApproval, 'escalateAfterMs' | 'expireAfterMs'> & { correlationId: string },
  ): Promise<(tx: TenantTx) => Promise<void>>
  /** Says that something became of an approved call, in the transaction that writes it down. */
  tellOutcome(tx: TenantTx, approvalId: string, executionId: string): Promise<void>
  /** @returns what tells the administrators, in the transaction that gives a call up for unknown. */
  tellUnknown(call: UnknownCall): Promise<(tx: TenantTx) => Promise<void>>
}

export interface UnknownCall {
  organizationId: string
  executionId: string
  correlationId: string
  agentType: string
  /** Its full name. */
  tool: string
}

export interface ApprovalDeskDeps {
  publish: Publish
  mailer: Mailer
  publicUrl: () => string
  findMembers: FindMembers
}

const HOUR_MS = 3_600_000

export function createApprovalDesk(deps: ApprovalDeskDeps): ApprovalDesk {
  return {
    async ask(organizationId, rules, { correlationId, ...question }) {
      // Before the transaction: who is a member stands in tables that a tenant does not see.
      const people = await deps.findMembers(organizationId)
      return async (tx) => {
        const row = await insertApproval(tx, {
          ...question,
          escalateAfterMs: rules.escalate_after_hours * HOUR_MS,
          expireAfterMs: rules.expire_after_hours * HOUR_MS,
        })
        await recordAudit(tx, {
          actor: `agent:${row.agent_type}`,
          action: 'approval.requested',
          subject: { type: 'approval', id: row.id },
          executionId: row.execution_id,
          correlationId,
          details: { effect_hash: row.effect_hash, reasons: row.reasons },
          tool: row.tool,
          input: row.arguments,
        })
        await deps.publish(tx, {
          type: 'approval.requested',
          approval_id: row.id,
          execution_id: row.execution_id,
        })
        for (const { email } of deciders(row, people)) {
          const mail = approvalMail('requested', { to: email, row, publicUrl: deps.publicUrl() })
          await deps.mailer.queue(tx, mail)
        }
      }
    },
    async tellOutcome(tx, approval_id, execution_id) {
      const changed = { approval_id, execution_id, status: 'approved' } as const
      await deps.publish(tx, { type: 'approval.changed', ...changed })
    },
    async tellUnknown(call) {
      const people = await deps.findMembers(call.organizationId)
      return async (tx) => {
        await recordAudit(tx, {
          actor: 'system:gateway',
          action: 'tool.outcome_unknown',
          subject: { type: 'tool', id: call.tool },
          executionId: call.executionId,
          correlationId: call.correlationId,
          tool: call.tool,
        })
        for (const { email } of people.filter((p) => p.role === 'administrator')) {
          await deps.mailer.queue(tx, unknownMail(call, email, deps.publicUrl()))
        }
      }
    },
  }
}

/** Whoever began it is not asked. */
const deciders = (row: ApprovalRow, people: readonly MemberAddress[]) =>
  people.filter((p) => mayDecideRole(p.role, row.approver) && !row.initiators.includes(p.userId))
