/** Qualify a lead, read its scores, override them. */
import { Execution, LeadScore, ListQuery, pageOf, ScoreOverrideInput } from '@insa/contracts'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { last } from '../../platform/database/statement-marks.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import { answerAccepted } from '../../platform/http/idempotency.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import { readWait } from '../../platform/http/prefer.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { presentScore } from './lead.ts'
import { listScores } from './lead-scores.store.ts'
import { LeadParams } from './leads.routes.ts'
import { findLead } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { overrideScore, scoredLead } from './override-score.ts'
import { requestQualification, waitForExecution } from './request-qualification.ts'

const tags = ['Qualification']

export const qualificationRoutes =
  (deps: LeadsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addQualify(app, deps)
    addScores(app, deps)
    addOverride(app, deps)
  }

function addQualify(app: TypedApp, deps: LeadsDeps): void {
  // The requirements' own path, beside the one under /api/v1.
  for (const url of ['/api/v1/leads/:id/qualify', '/leads/qualify/:id']) {
    app.post(
      url,
      {
        schema: {
          tags,
          summary: 'Qualify a lead',
          description:
            'Answers 202 with the queued execution; with `Prefer: wait=S` (at most 30) 200 with the finished one.',
          params: LeadParams,
          body: NoBody,
          response: { 200: Execution, 202: Execution },
        },
        config: {
          permission: 'leads:qualify',
          idempotent: true,
          reads: { prefer: '`wait=S`: seconds (at most 30) to wait for the result.' },
        },
      },
      qualify(deps),
    )
  }
}

function addScores(app: TypedApp, deps: LeadsDeps): void {
  app.get(
    '/api/v1/leads/:id/score',
    {
      schema: {
        tags,
        summary: 'The current score',
        params: LeadParams,
        response: { 200: LeadScore },
      },
      config: { permission: 'leads:read' },
    },
    async ({ actor, params }) =>
      deps.database.tenant(actor.organizationId, async (tx) =>
        presentScore((await scoredLead(tx, params.id, last)).score),
      ),
  )

  app.get(
    '/api/v1/leads/:id/scores',
    {
      schema: {
        tags,
        summary: 'All scores, newest first',
        params: LeadParams,
        querystring: ListQuery,
        response: { 200: pageOf(LeadScore) },
      },
      config: { permission: 'leads:read' },
    },
    async ({ actor, params, query }) => {
      const after = decodeCursor(query.cursor)
      const scores = await deps.database.tenant(actor.organizationId, async (tx) => {
        const found = await findLead(tx, params.id)
        if (!found) throw notFound('lead', params.id)
        return listScores(tx, found.lead.id, query.limit, after?.[1] ?? null)
      })
      return toPage(
        scores,
        query.limit,
        ({ id }) => [null, id],
        ({ score }) => score,
      )
    },
  )
}

function addOverride(app: TypedApp, deps: LeadsDeps): void {
  app.put(
    '/api/v1/leads/:id/score/override',
    {
      schema: {
        tags,
        summary: 'Override the score',
        params: LeadParams,
        body: ScoreOverrideInput,
        response: { 200: LeadScore },
      },
      config: { permission: 'scores:override' },
    },
    (request) => overrideScore(deps, request.actor, request.params.id, request.body, request.id),
  )

  app.delete(
    '/api/v1/leads/:id/score/override',
    {
      schema: {
        tags,
        summary: 'Take the override back',
        params: LeadParams,
        response: { 200: LeadScore },
      },
      config: { permission: 'scores:override' },
    },
    (request) => overrideScore(deps, request.actor, request.params.id, null, request.id),
  )
}

const qualify =
  (deps: LeadsDeps) =>
  async (request: FastifyRequest & { params: { id: string } }, reply: FastifyReply) => {
    const wait = readWait(request)
    const answer = answerAccepted(request, reply)
    const { actor, params, id } = request
    const queued = await requestQualification(deps, actor, params.id, id, answer.keep)
    if (wait === null) return answer.send(queued)
    const execution = await waitForExecution(deps, actor.organizationId, queued.id, wait)
    if (execution.finished_at === null) return answer.send(execution)
    return reply
      .code(200)
      .header('location', `/api/v1/executions/${queued.id}`)
      .header('preference-applied', `wait=${wait}`)
      .send(execution)
  }
