import type { CanaryOutcome, CanaryRecordType } from '@insa/contracts'

export const RECORD_LABEL: Record<CanaryRecordType, string> = {
  lead: 'Lead',
  customer: 'Customer',
  contact: 'Contact',
  opportunity: 'Opportunity',
}

export const OUTCOME_LABEL: Record<CanaryOutcome, string> = {
  read: 'Read',
  refused: 'Asked for, refused',
  listed: 'Seen in a list',
  unmasked: 'Unmasked',
}
