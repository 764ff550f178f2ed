import type { Canary } from '@insa/contracts'
import type { MarkRow } from '../../platform/canaries/canaries.store.ts'

export const presentCanary = (mark: MarkRow): Canary => ({
  id: mark.canaryId,
  record_type: mark.recordType,
  record_id: mark.recordId,
  title: mark.title,
  note: mark.note,
  marked_by: mark.markedBy,
  marked_at: mark.markedAt.toISOString(),
})
