import type { Approval, ApprovalOutcome, ApprovalStatus } from '@insa/contracts'
import { Pill, type Tone } from '../../ui/badges.tsx'

export const APPROVAL_STATUS_LABEL: Record<ApprovalStatus, string> = {
  pending: 'Waiting',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  void: 'Void',
}

const STATUS_TONE: Record<ApprovalStatus, Tone> = {
  pending: 'warn',
  approved: 'good',
  rejected: 'bad',
  expired: 'bad',
  withdrawn: 'plain',
  void: 'plain',
}

const OUTCOME: Record<ApprovalOutcome, { tone: Tone; label: string } | null> = {
  none: null,
  running: { tone: 'busy', label: 'happening now' },
  succeeded: { tone: 'good', label: 'done' },
  failed: { tone: 'bad', label: 'failed' },
  unknown: { tone: 'warn', label: 'fate unknown' },
}

/** The decision, and beside it what became of it. */
export function ApprovalBadge({ approval: { status, outcome } }: { approval: Approval }) {
  const became = OUTCOME[outcome]
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Pill tone={STATUS_TONE[status]}>{APPROVAL_STATUS_LABEL[status]}</Pill>
      {became && <Pill tone={became.tone}>{became.label}</Pill>}
    </span>
  )
}
