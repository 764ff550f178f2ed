/** Calls about canary records, for administrators. */
import { Canary, CanaryAlarm, type CanaryAlarmQuery, type CanaryInput } from './canaries.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'

const PATH = '/api/v1/canaries'
const CanaryPage = pageOf(Canary)
const AlarmPage = pageOf(CanaryAlarm)

export function canariesClient({ run, send }: Transport) {
  return {
    list: (call?: CallOptions) => send({ method: 'GET', path: PATH }, CanaryPage, call),
    mark: (input: CanaryInput, call?: CallOptions) =>
      send({ method: 'POST', path: PATH, json: input }, Canary, call),
    unmark: (id: string, call?: CallOptions) =>
      run({ method: 'DELETE', path: `${PATH}/${encodeURIComponent(id)}` }, call),
    alarms: (query: QueryOf<CanaryAlarmQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: `${PATH}/alarms`, query }, AlarmPage, call),
    /** Somebody has looked: the banner goes. */
    acknowledge: (id: string, call?: CallOptions) => {
      const path = `${PATH}/alarms/${encodeURIComponent(id)}/acknowledge`
      return send({ method: 'POST', path }, CanaryAlarm, call)
    },
  }
}
