/** Looks after questions that nobody answers: told to the administrators first, rejected when their time is up. */
import type { Logger } from 'pino'
import type { Database, TenantTx } from '../database/database.ts'
import type { FindMembers } from '../identity/find-members.ts'
import type { Mailer } from '../mail/mailer.ts'
import { repeat } from '../processes/repeat.ts'
import type { Duty } from '../processes/scheduler.ts'
import { type ApprovalNews, approvalMail } from './approval-mail.ts'
import {
  type ApprovalRow,
  type DueApproval,
  findApproval,
  findDueApprovals,
  markEscalated,
} from './approvals.store.ts'
import { type SettleDeps, settleApproval } from './settle-approval.ts'

export interface ApprovalSweepDeps extends SettleDeps {
  database: Database
  mailer: Mailer
  logger: Logger
  publicUrl: () => string
  findMembers: FindMembers
}

const SWEEP_MS = 5_000
const BATCH = 100

export const createApprovalSweep = (deps: ApprovalSweepDeps): Duty =>
  repeat(() => sweepOnce(deps), {
    everyMs: SWEEP_MS,
    onError: (error) => deps.logger.error({ err: error }, 'Looking after approvals failed'),
  })

async function sweepOnce(deps: ApprovalSweepDeps): Promise<void> {
  const due = await deps.database.sweeper((tx) => findDueApprovals(tx, BATCH))
  for (const approval of due) await lookAfter(deps, approval)
}

async function lookAfter(deps: ApprovalSweepDeps, { id, organizationId, hasExpired }: DueApproval) {
  const people = await deps.findMembers(organizationId)
  const administrators = people.filter((p) => p.role === 'administrator').map((p) => p.email)
  const tell = async (tx: TenantTx, news: ApprovalNews, row: ApprovalRow) => {
    for (const to of administrators) {
      const mail = approvalMail(news, { to, row, publicUrl: deps.publicUrl() })
      await deps.mailer.queue(tx, mail)
    }
  }
  await deps.database.tenant(organizationId, async (tx) => {
    const row = await findApproval(tx, id)
    if (!row) return
    if (!hasExpired) {
      if (await markEscalated(tx, id)) await tell(tx, 'escalated', row)
      return
    }
    const decision = {
      status: 'expired',
      by: 'system:approvals',
      person: null,
      reason: null,
    } as const
    const expired = await settleApproval(tx, deps, row, decision, `approval-${id}`)
    if (expired) await tell(tx, 'expired', expired)
  })
}
