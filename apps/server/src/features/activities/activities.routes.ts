/** /api/v1/activities. */
import { Activity, ActivityInput, ActivityListQuery, ActivityPatch } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import { readRecord } from '../../platform/records/read-record.ts'
import type { RecordDeps } from '../../platform/records/record-kind.ts'
import { addRecordRoutes } from '../../platform/records/record-routes.ts'
import { listActivities } from './activities.store.ts'
import { ACTIVITIES, presentActivity } from './activity.ts'
import { changeActivity, createActivity, removeActivity } from './change-activity.ts'

export const activitiesRoutes =
  (deps: RecordDeps): FastifyPluginAsync =>
  async (plain) => {
    addRecordRoutes(plain, deps, {
      kind: ACTIVITIES,
      path: '/api/v1/activities',
      tag: 'Activities',
      words: { one: 'an activity', many: 'activities' },
      rights: { read: 'activities:read', write: 'activities:write', remove: 'activities:write' },
      shape: Activity,
      input: ActivityInput,
      patch: ActivityPatch,
      query: ActivityListQuery,
      list: listActivities,
      present: presentActivity,
      create: (call, input, keep) => createActivity(deps, call, input, keep),
      read: (call, key) => readRecord(deps, call, ACTIVITIES, key, presentActivity),
      change: (call, key, ifMatch, patch) => changeActivity(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeActivity(deps, call, key, ifMatch),
    })
  }
