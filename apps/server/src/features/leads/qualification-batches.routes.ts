/** /api/v1/qualification-batches: estimate, start, follow, pause, resume, cancel; and the organization's hours for them. */
import {
  BatchEstimate,
  BatchHours,
  pageOf,
  QualificationBatch,
  QualificationBatchInput,
  QualificationBatchListQuery,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findBatch, listBatches } from '../../platform/batches/batches.store.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import { answerCreated } from '../../platform/http/idempotency.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { BATCH_HOURS } from './batch-hours.ts'
import { presentBatch } from './present-batch.ts'
import { type BatchDeps, planBatch, requestBatch } from './request-batch.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'
import { cancelBatch, pauseBatch, resumeBatch } from './steer-batch.ts'

const BATCHES = '/api/v1/qualification-batches'
const Params = z.strictObject({ id: z.uuid() })
const tags = ['Qualification']
const permission = 'leads:qualify'

/** 50,000 ids. Bytes. */
const bodyLimit = 4 * 1024 * 1024

export const qualificationBatchesRoutes =
  (deps: BatchDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addStarting(app, deps)
    addReading(app, deps)
    addSteering(app, deps)
    addHours(app, deps)
  }

function addStarting(app: TypedApp, deps: BatchDeps): void {
  app.post(
    `${BATCHES}/estimate`,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'What it would cost to qualify many leads',
        description: 'Nothing is begun. The answer says what the estimate rests on.',
        body: QualificationBatchInput,
        response: { 200: BatchEstimate },
      },
      config: { permission },
    },
    ({ actor, body }) => planBatch(deps, actor, body),
  )

  app.post(
    BATCHES,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Qualify many leads',
        description:
          'Answers 202 with the batch. Its items begin at once or in its window, behind everything that somebody waits for.',
        body: QualificationBatchInput,
        response: { 202: QualificationBatch },
      },
      config: { permission, idempotent: true },
    },
    async (request, reply) => {
      const answer = answerCreated<QualificationBatch>(request, reply, ({ id }) => ({
        status: 202,
        headers: { location: `${BATCHES}/${id}` },
      }))
      const { actor, body, id } = request
      return answer.send(await requestBatch(deps, actor, body, id, answer.keep))
    },
  )
}

function addReading(app: TypedApp, deps: BatchDeps): void {
  app.get(
    BATCHES,
    {
      schema: {
        tags,
        summary: 'Batches, newest first',
        querystring: QualificationBatchListQuery,
        response: { 200: pageOf(QualificationBatch) },
      },
      config: { permission: 'executions:read' },
    },
    ({ actor, query }) =>
      deps.database.tenant(actor.organizationId, async (tx) => {
        const before = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await listBatches(tx, LEAD_QUALIFICATION, query.limit, before)
        const page = toPage(
          rows,
          query.limit,
          ({ id }) => [null, id],
          (row) => row,
        )
        const data = []
        for (const row of page.data) data.push(await presentBatch(tx, row))
        return { ...page, data }
      }),
  )

  app.get(
    `${BATCHES}/:id`,
    {
      schema: {
        tags,
        summary: 'How far a batch is',
        params: Params,
        response: { 200: QualificationBatch },
      },
      config: { permission: 'executions:read' },
    },
    ({ actor, params }) =>
      deps.database.tenant(actor.organizationId, async (tx) => {
        const row = await findBatch(tx, params.id)
        if (!row) throw notFound('qualification_batch', params.id)
        return presentBatch(tx, row)
      }),
  )
}

const VERBS = {
  pause: ['Begin nothing more of a batch; what runs ends', pauseBatch],
  resume: ['Let a batch go on', resumeBatch],
  cancel: ['End a batch: what is queued at once, what runs as soon as it notices', cancelBatch],
} as const

function addSteering(app: TypedApp, deps: BatchDeps): void {
  for (const [verb, [summary, act]] of Object.entries(VERBS)) {
    app.post(
      `${BATCHES}/:id/${verb}`,
      {
        schema: {
          tags,
          summary,
          params: Params,
          body: NoBody,
          response: { 200: QualificationBatch },
        },
        config: { permission },
      },
      ({ actor, params, id }) => act(deps, actor, params.id, id),
    )
  }
}

function addHours(app: TypedApp, deps: BatchDeps): void {
  const url = '/api/v1/settings/batch-hours'
  app.get(
    url,
    {
      schema: {
        tags: ['Settings'],
        summary: 'When batches work that wait for their hours',
        response: { 200: BatchHours },
      },
      config: { permission: 'settings:read' },
    },
    ({ actor }) => deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, BATCH_HOURS)),
  )
  app.put(
    url,
    {
      schema: {
        tags: ['Settings'],
        summary: 'Set when batches work that wait for their hours',
        description: 'Batches that were started before keep theirs.',
        body: BatchHours,
        response: { 200: BatchHours },
      },
      config: { permission: 'settings:write' },
    },
    ({ actor, body, id }) => changeSetting(deps, actor, BATCH_HOURS, body, id),
  )
}
