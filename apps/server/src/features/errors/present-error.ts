import { type ErrorGroup, type ErrorGroupDetail, ErrorOrigin, ErrorStatus } from '@insa/contracts'
import type { ErrorGroupRow, KeptSample } from './errors.store.ts'

export const presentError = (row: ErrorGroupRow): ErrorGroup => ({
  id: row.id,
  status: ErrorStatus.parse(row.status),
  origin: ErrorOrigin.parse(row.origin),
  type: row.type,
  message: row.message,
  where: row.place,
  first_seen_at: row.first_seen_at.toISOString(),
  last_seen_at: row.last_seen_at.toISOString(),
  count: Number(row.count),
  hours: row.hours,
  reopened_at: row.reopened_at?.toISOString() ?? null,
  decided_by: row.decided_by,
  decided_at: row.decided_at?.toISOString() ?? null,
})

/** The sample is as this program wrote it. */
export const presentErrorDetail = (row: ErrorGroupRow): ErrorGroupDetail => ({
  ...presentError(row),
  versions: row.versions,
  processes: row.processes,
  sample: { at: row.last_seen_at.toISOString(), ...(row.sample as unknown as KeptSample) },
})
