/** Calls about the exchange with ERPNext. */
import type { z } from 'zod'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import {
  type BackfillInput,
  type ConflictDecision,
  type ConflictListQuery,
  ErpnextConflict,
  ErpnextSync,
  ErpnextSyncSettings,
  type SiteDecision,
} from './erpnext-sync.ts'

const SYNC = '/api/v1/erpnext/sync'
const CONFLICTS = '/api/v1/erpnext/conflicts'
const SETTINGS = '/api/v1/settings/erpnext-sync'
const ConflictPage = pageOf(ErpnextConflict)

export function erpnextClient({ send }: Transport) {
  return {
    sync: (call?: CallOptions) => send({ method: 'GET', path: SYNC }, ErpnextSync, call),
    /** Looks now, at everything, instead of when it is due. */
    check: (call?: CallOptions) =>
      send({ method: 'POST', path: `${SYNC}/check` }, ErpnextSync, call),
    /** Sends again what ERPNext refused. */
    retry: (call?: CallOptions) =>
      send({ method: 'POST', path: `${SYNC}/retry` }, ErpnextSync, call),
    /** Says what another address in ERPNEXT_URL is. */
    decideSite: (decision: SiteDecision, call?: CallOptions) =>
      send({ method: 'POST', path: `${SYNC}/site`, json: decision }, ErpnextSync, call),
    startBackfill: (input: z.input<typeof BackfillInput> = {}, call?: CallOptions) =>
      send({ method: 'POST', path: `${SYNC}/backfill`, json: input }, ErpnextSync, call),
    stopBackfill: (call?: CallOptions) =>
      send({ method: 'DELETE', path: `${SYNC}/backfill` }, ErpnextSync, call),
    settings: (call?: CallOptions) =>
      send({ method: 'GET', path: SETTINGS }, ErpnextSyncSettings, call),
    updateSettings: (settings: ErpnextSyncSettings, call?: CallOptions) =>
      send({ method: 'PUT', path: SETTINGS, json: settings }, ErpnextSyncSettings, call),
    conflicts: (query: QueryOf<ConflictListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: CONFLICTS, query }, ConflictPage, call),
    resolve: (id: string, decision: ConflictDecision, call?: CallOptions) => {
      const path = `${CONFLICTS}/${encodeURIComponent(id)}/resolve`
      return send({ method: 'POST', path, json: decision }, ErpnextConflict, call)
    },
  }
}
