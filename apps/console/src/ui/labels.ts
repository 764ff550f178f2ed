import type {
  ExecutionStatus,
  FactorName,
  Flag,
  LeadScore,
  MailStatus,
  Priority,
  RecommendedAction,
  Role,
} from '@insa/contracts'

/** The words that the screens use for the contract's keys. Records are closed: a new key fails compilation here. */
export const PRIORITY_LABEL: Record<Priority, string> = {
  IMMEDIATE: 'Immediate',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
}

export const ACTION_LABEL: Record<RecommendedAction, string> = {
  immediate_contact: 'Contact now',
  schedule_demo: 'Schedule demo',
  nurture: 'Nurture',
  disqualify: 'Disqualify',
}

export const FACTOR_LABEL: Record<FactorName, string> = {
  budget: 'Budget',
  timeline: 'Timeline',
  complexity: 'Complexity',
  authority: 'Authority',
  fit: 'Fit',
}

export const EXECUTION_STATUS_LABEL: Record<ExecutionStatus, string> = {
  queued: 'Queued',
  running: 'Running',
  waiting_approval: 'Waiting for approval',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const MAIL_STATUS_LABEL: Record<MailStatus, string> = {
  kept: 'Kept here',
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  unknown: 'Unknown',
}

export const ROLE_LABEL: Record<Role, string> = {
  administrator: 'Administrator',
  manager: 'Manager',
  sales: 'Sales',
  viewer: 'Viewer',
}

export const ROLE_HINT: Record<Role, string> = {
  administrator: 'Everything, also members, keys and settings',
  manager: 'Leads, overrides and settings',
  sales: 'Leads, imports and qualification',
  viewer: 'Reads, changes nothing',
}

export const FLAG_LABEL: Record<Flag['code'], string> = {
  prompt_injection: 'Text addresses the scorer',
  free_mail_for_corporation: 'Free mail, large company',
  title_contradicts_text: 'Title against text',
  budget_beyond_size: 'Budget beyond company size',
  budget_below_smallest_job: 'Below the smallest job',
  hidden_text: 'Hidden text',
  deadline_passed: 'Deadline has passed',
  outside_territory: 'Outside the territory',
  unknown_currency: 'Unknown currency',
  contradiction: 'Contradiction',
  engine_fallback: 'Fell back to the baseline',
  second_opinion_differs: 'Second opinion differs',
  quote_not_found: 'A quote was not in the lead',
  job_seeker: 'Looks for a job',
  student: 'Student',
  vendor: 'Sells to us',
  competitor: 'Competitor',
  spam: 'Spam',
  awarded: 'Already awarded',
  out_of_scope: 'Not our work',
}

const AGENT_LABEL: Record<string, string> = {
  lead_qualification: 'Lead qualification',
  lead_import: 'Lead import',
  lead_rescoring: 'Scores after new settings',
}

/** Agent types are open: one that has no words yet shows its key in plain letters. */
export function agentLabel(type: string): string {
  const words = type.replaceAll('_', ' ')
  return AGENT_LABEL[type] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

export interface EffectiveScore {
  score: number
  priority: Priority
  action: RecommendedAction
  overridden: boolean
}

/** What people act on: a person's correction where there is one, else the machine's value. */
export function effectiveScore(score: LeadScore): EffectiveScore {
  const { override } = score
  return {
    score: override?.qualification_score ?? score.qualification_score,
    priority: override?.priority ?? score.priority,
    action: override?.recommended_action ?? score.recommended_action,
    overridden: override !== null,
  }
}

/** How a lead is called when it has no name. */
export function leadTitle(lead: {
  company_name: string | null
  lead_name: string | null
  email_id: string | null
}): string {
  return lead.company_name ?? lead.lead_name ?? lead.email_id ?? 'Unnamed lead'
}
