/**
 * An allowed call, done once: what a person has to see waits for them, what may not happen twice is written down before it
 * happens, and what a step has done already is answered from the record.
 */
import type { ApprovalRules } from '@insa/contracts'
import type { ApprovalDesk } from '../approvals/approval-desk.ts'
import type { ApprovalNeed } from '../approvals/approval-rules.ts'
import { type ApprovalRow, type CallKey, findApprovalOf } from '../approvals/approvals.store.ts'
import { describeChanges } from '../approvals/describe-changes.ts'
import { effectHash, subjectOf } from '../approvals/effect-hash.ts'
import { voidAndReport } from '../approvals/void-approval.ts'
import type { Database } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import type { CallContext } from './call-context.ts'
import { giveUp, isCareful, type Run, runCarefully, runFreely } from './run-tool.ts'
import type { Tool } from './tool.ts'
import { findCall, type KeptCall } from './tool-calls.store.ts'

type Arguments = Record<string, unknown>

export interface CheckedCall {
  context: CallContext
  tool: Tool
  /** As the tool's schema has parsed them. */
  args: Arguments
  /** Why a person has to see it; null when nobody has to. */
  need: ApprovalNeed | null
  rules: ApprovalRules
  /** Whether this step has asked a person before. */
  asked: boolean
  /** How many calls that a model of this run asked for were turned down, or never decided. */
  turnedDown: number
  /** Checks arguments that a person has changed as those of the agent were. @throws AgentFailure. */
  check: (args: Arguments) => Arguments
}

export interface PerformDeps {
  database: Database
  desk: ApprovalDesk
}

export interface Performed {
  output: unknown
  /** From the record: nothing happened now. */
  isRecorded: boolean
}

/** @throws Suspension when a person has to decide first; AgentFailure `tool.rejected`, `tool.outcome_unknown`. */
export async function performCall(deps: PerformDeps, call: CheckedCall): Promise<Performed> {
  const { context, tool, args, need } = call
  const requestedHash = effectHash(tool.name, args, subjectOf(context.boundLeadId))
  const { executionId, seq } = context
  const key = { executionId, seq, requestedHash, nth: context.nth(requestedHash) }
  const mayHaveHistory = context.caller === 'model' || isCareful(tool) || need || call.asked
  const { done, approval } = mayHaveHistory ? await readHistory(deps, context, key) : NO_HISTORY
  const run: Run = { context, key, tool, args, requestedArgs: args, approvalId: null }
  if (done && !(done.status === 'running' && !isCareful(tool))) {
    const begun = { ...run, approvalId: approval?.id ?? null }
    return { output: await fromRecord(deps, begun, done), isRecorded: true }
  }
  if (!approval) {
    if (need) throw await askFirst(deps, call, key, need)
    const output = isCareful(tool) ? await runCarefully(deps, run) : await runFreely(run)
    return { output, isRecorded: false }
  }
  if (approval.status === 'pending') throw new Suspension('waiting_approval', waitsFor(tool))
  if (approval.status !== 'approved') throw rejection(approval)
  if (!isBound(approval, key, tool)) {
    await voidAndReport(deps.database, context, approval)
    throw await askFirst(deps, call, key, need ?? FORMER_NEED)
  }
  const agreed = call.check(approval.arguments as Arguments)
  const output = await runCarefully(deps, { ...run, args: agreed, approvalId: approval.id })
  return { output, isRecorded: false }
}

interface History {
  done: KeptCall | undefined
  approval: ApprovalRow | undefined
}
const NO_HISTORY: History = { done: undefined, approval: undefined }

const readHistory = (
  { database }: PerformDeps,
  { organizationId }: CallContext,
  key: CallKey,
): Promise<History> =>
  database.tenant(organizationId, async (tx) => ({
    done: await findCall(tx, key),
    approval: await findApprovalOf(tx, key),
  }))

/** What is approved, to the letter. */
function isBound(approval: ApprovalRow, key: CallKey, tool: Tool): boolean {
  const subject = approval.subject as ReturnType<typeof subjectOf>
  return (
    approval.tool === tool.name &&
    approval.requested_hash === key.requestedHash &&
    approval.effect_hash === effectHash(tool.name, approval.arguments, subject)
  )
}

const FORMER_NEED: ApprovalNeed = {
  reasons: [{ code: 'rule', text: 'What was approved before does not hold any more.' }],
  approver: 'administrator',
}

const waitsFor = (tool: Tool) => `Waits for a person to approve ${tool.name}`

/** So many refusals by people are an answer: who asks on hopes for a tired one. */
const MOST_TURNED_DOWN = 3

/** @throws AgentFailure `tool.refused`. */
async function askFirst(
  { desk }: PerformDeps,
  { context, tool, args, rules, turnedDown }: CheckedCall,
  key: CallKey,
  need: ApprovalNeed,
): Promise<Suspension> {
  if (context.caller === 'model' && turnedDown >= MOST_TURNED_DOWN)
    throw new AgentFailure(
      'tool.refused',
      `People have turned down ${turnedDown} calls of this run. It asks for no more.`,
    )
  const write = await desk.ask(context.organizationId, rules, {
    ...key,
    agentType: context.agentType,
    leadId: context.boundLeadId,
    tool,
    caller: context.caller,
    subject: subjectOf(context.boundLeadId),
    args,
    changes: await describeChanges(tool, context, args),
    ...need,
    correlationId: context.correlationId,
  })
  return new Suspension('waiting_approval', waitsFor(tool), write)
}

function rejection({ status, reason }: ApprovalRow): AgentFailure {
  const words =
    status === 'expired'
      ? 'Nobody decided in time, so this was not done.'
      : `A person rejected this: ${reason ?? 'no reason was given.'}`
  return new AgentFailure('tool.rejected', words)
}

/** @throws AgentFailure what it came to, where it came to nothing. */
async function fromRecord(deps: PerformDeps, run: Run, done: KeptCall): Promise<unknown> {
  if (done.status === 'succeeded') return done.output
  if (done.status === 'failed') throw new AgentFailure('tool.failed', done.error ?? 'It failed.')
  if (done.status === 'running') throw await giveUp(deps, run)
  throw new AgentFailure('tool.outcome_unknown', done.error ?? 'Nobody knows whether it happened.')
}
