import { AlertSettings, DEFAULT_ALERTS } from '@insa/contracts'
import type { Setting } from '../../platform/settings/settings.store.ts'

export const ALERTS: Setting<AlertSettings> = {
  name: 'alerts',
  schema: AlertSettings,
  fallback: DEFAULT_ALERTS,
}
