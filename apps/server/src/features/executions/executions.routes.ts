/** /api/v1/executions: read, cancel, replay, follow. */
import {
  Execution,
  ExecutionListQuery,
  ExecutionRecord,
  FINAL_STATUSES,
  ListedExecution,
  pageOf,
  ReplayInput,
  ReplayOptions,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { last } from '../../platform/database/statement-marks.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { invalid, notFound } from '../../platform/http/errors.ts'
import { answerAccepted, answerCreated } from '../../platform/http/idempotency.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import { readLastEventId, sendEvents } from '../../platform/http/sse.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { presentExecution } from '../../platform/runtime/execution.ts'
import {
  findExecution,
  listExecutions,
  listSteps,
} from '../../platform/runtime/executions.store.ts'
import { requestCancel } from './cancel-execution.ts'
import type { ExecutionsDeps } from './executions-deps.ts'
import { readReplayOptions } from './read-replay-options.ts'
import { recordExecution } from './record-execution.ts'
import { replayExecution } from './replay-execution.ts'
import { rerunExecution } from './rerun-execution.ts'

const Params = z.strictObject({ id: z.uuid() })
const tags = ['Executions']
const LAST_EVENT_ID = { 'last-event-id': 'The number of the last event that was seen.' }

export const executionsRoutes =
  (deps: ExecutionsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addReading(app, deps)
    addRecording(app, deps)
    addSteering(app, deps)
    addReplay(app, deps)
    addEvents(app, deps)
  }

function addReading(app: TypedApp, deps: ExecutionsDeps): void {
  app.get(
    '/api/v1/executions',
    {
      schema: {
        tags,
        summary: 'List executions',
        querystring: ExecutionListQuery,
        response: { 200: pageOf(ListedExecution) },
      },
      config: { permission: 'executions:read' },
    },
    async ({ actor, query }) => {
      const after = decodeCursor(query.cursor)
      const { rows, titles } = await deps.database.tenant(actor.organizationId, async (tx) => {
        const found = await listExecutions(tx, query, after)
        const leadIds = found.flatMap(({ lead_id }) => lead_id ?? [])
        return { rows: found, titles: await deps.leadTitles(tx, leadIds) }
      })
      return toPage(
        rows,
        query.limit,
        (row) => [null, row.id],
        (row) => ({
          ...presentExecution(row, []),
          lead_title: titles.get(row.lead_id ?? '') ?? null,
        }),
      )
    },
  )

  app.get(
    '/api/v1/executions/:id',
    {
      schema: {
        tags,
        summary: 'Read an execution with its steps',
        params: Params,
        response: { 200: Execution },
      },
      config: { permission: 'executions:read' },
    },
    ({ actor, params }) => readExecution(deps, actor.organizationId, params.id),
  )
}

function addRecording(app: TypedApp, deps: ExecutionsDeps): void {
  app.post(
    '/api/v1/executions',
    {
      schema: {
        tags,
        summary: 'Keep a run that an agent outside has ended',
        description:
          'Its agent_type begins with external_. Nothing is run; its cost is no part of the budgets.',
        body: ExecutionRecord,
        response: { 201: Execution },
      },
      config: { permission: 'executions:record', idempotent: true },
    },
    async (request, reply) => {
      const answer = answerCreated<Execution>(request, reply, ({ id }) => ({
        status: 201,
        headers: { location: `/api/v1/executions/${id}` },
      }))
      const { actor, body, id } = request
      return answer.send(
        await recordExecution(deps, { actor, record: body, correlationId: id, keep: answer.keep }),
      )
    },
  )
}

function addSteering(app: TypedApp, deps: ExecutionsDeps): void {
  app.post(
    '/api/v1/executions/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Cancel an execution',
        params: Params,
        body: NoBody,
        response: { 200: Execution, 202: Execution },
      },
      config: { permission: 'executions:cancel' },
    },
    async (request, reply) => {
      await requestCancel(deps, request.actor, request.params.id, request.id)
      const execution = await readExecution(deps, request.actor.organizationId, request.params.id)
      return reply.code(execution.finished_at === null ? 202 : 200).send(execution)
    },
  )
}

function addReplay(app: TypedApp, deps: ExecutionsDeps): void {
  app.get(
    '/api/v1/executions/:id/replay',
    {
      schema: {
        tags,
        summary: 'What a replay could change: engines, models, the prompt',
        params: Params,
        response: { 200: ReplayOptions },
      },
      config: { permission: 'leads:qualify' },
    },
    ({ actor, params }) => readReplayOptions(deps, actor.organizationId, params.id),
  )

  app.post(
    '/api/v1/executions/:id/replay',
    {
      schema: {
        tags,
        summary: 'Run it again, as a new execution',
        description:
          'With a body, if only `{}`: from its journal, on another engine, model or prompt, touching nothing. Without one: the same input again, for real.',
        params: Params,
        body: ReplayInput.nullish(),
        response: { 202: Execution },
      },
      config: { permission: 'leads:qualify', idempotent: true },
    },
    async (request, reply) => {
      const answer = answerAccepted(request, reply)
      const { actor, params, body, id } = request
      // No body is null too, and means a run for real: who sent one meant a replay.
      if (body === null && Number(request.headers['content-length'] ?? 0) > 0)
        throw invalid([{ path: 'body', code: 'invalid_type', message: 'An object is expected.' }])
      return answer.send(
        body
          ? await replayExecution(deps, actor, params.id, body, id, answer.keep)
          : await rerunExecution(deps, actor, params.id, id, answer.keep),
      )
    },
  )
}

function addEvents(app: TypedApp, deps: ExecutionsDeps): void {
  app.get(
    '/api/v1/executions/:id/events',
    {
      schema: {
        tags,
        summary: 'Follow an execution',
        description:
          'Server-sent events from its beginning, or after Last-Event-ID; ends with its final status.',
        params: Params,
        produces: ['text/event-stream'],
      },
      config: { permission: 'executions:read', reads: LAST_EVENT_ID },
    },
    async (request, reply) => {
      const { id } = request.params
      const { organizationId } = request.actor
      const after = readLastEventId(request) ?? 0
      const stillAllowed = () => deps.stillAllowed(request)
      const ended = (await readExecution(deps, organizationId, id)).finished_at !== null
      await sendEvents(request, reply, stillAllowed, async function* (signal) {
        // What has ended sends what there is and no more: its last event may lie before Last-Event-ID.
        const until = ended
          ? AbortSignal.any([signal, AbortSignal.timeout(ENDED_REPLAY_MS)])
          : signal
        for await (const { seq, payload } of deps.events.follow(
          { organizationId, executionId: id },
          after,
          until,
        )) {
          yield { seq, type: payload.type, data: payload }
          if (payload.type === 'execution.updated' && FINAL_STATUSES.includes(payload.status))
            return
        }
      })
    },
  )

  app.get(
    '/api/v1/events',
    {
      schema: {
        tags,
        summary: 'Follow everything of this organization',
        description: 'Server-sent events from now on, or after Last-Event-ID.',
        produces: ['text/event-stream'],
      },
      config: { permission: 'executions:read', reads: LAST_EVENT_ID },
    },
    async (request, reply) => {
      const { organizationId, permissions } = request.actor
      const after = readLastEventId(request)
      const mayKnow = permissions.has('canaries:manage')
      const stillAllowed = () => deps.stillAllowed(request)
      await sendEvents(request, reply, stillAllowed, async function* (signal) {
        for await (const { seq, payload } of deps.events.follow(
          { organizationId },
          after,
          signal,
        )) {
          if (payload.type === 'canary.read' && !mayKnow) continue
          yield { seq, type: payload.type, data: payload }
        }
      })
    },
  )
}

/** A reader who has seen the end of an ended execution is let go after this time. */
const ENDED_REPLAY_MS = 1_000

const readExecution = ({ database }: ExecutionsDeps, organizationId: string, id: string) =>
  database.tenant(organizationId, async (tx) => {
    const row = await findExecution(tx, id)
    if (!row) throw notFound('execution', id)
    return presentExecution(row, await listSteps(tx, id, last))
  })
