/** /api/v1/canaries: which records are bait, and the alarms. For administrators. */
import { Canary, CanaryAlarm, CanaryAlarmQuery, CanaryInput, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listAlarms, presentAlarm } from '../../platform/canaries/canaries.store.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { callOf } from '../../platform/records/record-routes.ts'
import { acknowledge } from './acknowledge-alarm.ts'
import type { CanariesDeps } from './canaries-deps.ts'
import { markCanary } from './mark-canary.ts'
import { listCanaries, unmarkCanary } from './unmask-canary.ts'

const tags = ['Canaries']
const config = { permission: 'canaries:manage', namesCanaries: true } as const
const Params = z.strictObject({ id: z.uuid() })

export const canariesRoutes =
  (deps: CanariesDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addMarks(app, deps)
    addAlarms(app, deps)
  }

function addMarks(app: TypedApp, deps: CanariesDeps): void {
  app.get(
    '/api/v1/canaries',
    {
      schema: {
        tags,
        summary: 'Which records are canaries',
        description: 'All of them, newest first. Asked for with a key, it rings.',
        response: { 200: pageOf(Canary) },
      },
      config,
    },
    async (request) => ({ data: await listCanaries(deps, callOf(request)), next_cursor: null }),
  )
  app.post(
    '/api/v1/canaries',
    {
      schema: {
        tags,
        summary: 'Mark a record as a canary',
        description:
          'A record that is there, by its id or ERPNext name; or a new lead, which does not qualify itself.',
        body: CanaryInput,
        response: { 201: Canary },
      },
      config,
    },
    async (request, reply) =>
      reply.code(201).send(await markCanary(deps, callOf(request), request.body)),
  )
  app.delete(
    '/api/v1/canaries/:id',
    {
      schema: {
        tags,
        summary: 'Take the mark off',
        description: 'The record stays as it is. With a key, it rings.',
        params: Params,
        response: { 204: z.null() },
      },
      config,
    },
    async (request, reply) => {
      await unmarkCanary(deps, callOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function addAlarms(app: TypedApp, deps: CanariesDeps): void {
  app.get(
    '/api/v1/canaries/alarms',
    {
      schema: {
        tags,
        summary: 'Who has read canary records, newest first',
        querystring: CanaryAlarmQuery,
        response: { 200: pageOf(CanaryAlarm) },
      },
      config,
    },
    async ({ actor, query }) => {
      const after = decodeCursor(query.cursor)
      const rows = await deps.database.tenant(actor.organizationId, (tx) =>
        listAlarms(tx, query, after?.[1] ?? null),
      )
      return toPage(rows, query.limit, (row) => [null, row.id], presentAlarm)
    },
  )
  app.post(
    '/api/v1/canaries/alarms/:id/acknowledge',
    {
      schema: {
        tags,
        summary: 'Somebody has looked',
        params: Params,
        body: NoBody,
        response: { 200: CanaryAlarm },
      },
      config,
    },
    (request) => acknowledge(deps, callOf(request), request.params.id),
  )
}
