import type { z } from 'zod'
import { Alert, type AlertListQuery, AlertSettings, type AlertSilence } from './alerts.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'

const AlertPage = pageOf(Alert)
const SETTINGS = '/api/v1/settings/alerts'
const silenceOf = (id: string) => `/api/v1/alerts/${encodeURIComponent(id)}/silence`

export function alertsClient({ send }: Transport) {
  return {
    /** Newest first. */
    list: (query: QueryOf<AlertListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/alerts', query }, AlertPage, call),
    /** Nobody is told of its rule and subject for a while. */
    silence: (id: string, input: z.input<typeof AlertSilence>, call?: CallOptions) =>
      send({ method: 'POST', path: silenceOf(id), json: input }, Alert, call),
    unsilence: (id: string, call?: CallOptions) =>
      send({ method: 'DELETE', path: silenceOf(id) }, Alert, call),
    settings: (call?: CallOptions) => send({ method: 'GET', path: SETTINGS }, AlertSettings, call),
    updateSettings: (settings: AlertSettings, call?: CallOptions) =>
      send({ method: 'PUT', path: SETTINGS, json: settings }, AlertSettings, call),
  }
}
