/** The tenant's settings of the exchange. */
import { DEFAULT_ERPNEXT_SYNC, ErpnextSyncSettings } from '@insa/contracts'
import type { Setting } from '../../platform/settings/settings.store.ts'

export const ERPNEXT_SYNC: Setting<ErpnextSyncSettings> = {
  name: 'erpnext_sync',
  schema: ErpnextSyncSettings,
  fallback: DEFAULT_ERPNEXT_SYNC,
}
