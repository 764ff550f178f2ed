import type { Alert, AlertRule, AlertStatus } from '@insa/contracts'
import { describeAlert } from './alert-rules.ts'
import type { AlertRow } from './alerts.store.ts'

export const presentAlert = (row: AlertRow): Alert => ({
  id: row.id,
  rule: row.rule as AlertRule,
  subject: row.subject,
  status: row.status as AlertStatus,
  ...describeAlert(row),
  value: row.value,
  threshold: row.threshold,
  fired_at: (row.fired_at ?? row.first_seen_at).toISOString(),
  resolved_at: row.resolved_at?.toISOString() ?? null,
  silenced_until: row.silenced_until?.toISOString() ?? null,
  silenced_by: row.silenced_by,
})
