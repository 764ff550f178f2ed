/** /api/v1/opportunities: records, their stages, won and lost; the pipeline; what becomes of a lead. */
import {
  LeadConversion,
  Opportunity,
  OpportunityInput,
  OpportunityListQuery,
  OpportunityLost,
  OpportunityPatch,
  OpportunityWon,
  Pipeline,
  PipelineQuery,
  pageOf,
  StageChange,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { notFound } from '../../platform/http/errors.ts'
import { answerCreated } from '../../platform/http/idempotency.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { readRecord } from '../../platform/records/read-record.ts'
import {
  addRecordRoutes,
  callOf,
  IF_MATCH,
  RecordParams,
} from '../../platform/records/record-routes.ts'
import { findRecord } from '../../platform/records/records.store.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { changeOpportunity, createOpportunity, removeOpportunity } from './change-opportunity.ts'
import { convertLead } from './convert-lead.ts'
import { loseOpportunity, reopenOpportunity, winOpportunity } from './decide-opportunity.ts'
import { listOpportunities, listStageChanges } from './opportunities.store.ts'
import type { OpportunitiesDeps } from './opportunities-deps.ts'
import { OPPORTUNITIES, presentOpportunity, presentStageChange } from './opportunity.ts'
import { readPipeline } from './pipeline.store.ts'
import { SALES_PROCESS } from './sales-process.ts'

const PATH = '/api/v1/opportunities'
const tags = ['Opportunities']
const mayWrite = { permission: 'opportunities:write', reads: IF_MATCH } as const

export const opportunitiesRoutes =
  (deps: OpportunitiesDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addRecordRoutes(plain, deps, {
      kind: OPPORTUNITIES,
      path: PATH,
      tag: 'Opportunities',
      words: { one: 'an opportunity', many: 'opportunities' },
      rights: {
        read: 'opportunities:read',
        write: 'opportunities:write',
        remove: 'opportunities:delete',
      },
      shape: Opportunity,
      input: OpportunityInput,
      patch: OpportunityPatch,
      query: OpportunityListQuery,
      list: listOpportunities,
      present: presentOpportunity,
      create: (call, input, keep) => createOpportunity(deps, call, input, keep),
      read: (call, key) => readRecord(deps, call, OPPORTUNITIES, key, presentOpportunity),
      change: (call, key, ifMatch, patch) => changeOpportunity(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeOpportunity(deps, call, key, ifMatch),
    })
    addDecisions(app, deps)
    addPipeline(app, deps)
    addConversion(app, deps)
  }

function addDecisions(app: TypedApp, deps: OpportunitiesDeps): void {
  app.post(
    `${PATH}/:id/won`,
    {
      schema: {
        tags,
        summary: 'An opportunity is won',
        description: 'Its lead becomes a customer, once. Asked again, the answer is the same.',
        params: RecordParams,
        body: OpportunityWon,
        response: { 200: Opportunity },
      },
      config: mayWrite,
    },
    (request) =>
      winOpportunity(
        deps,
        callOf(request),
        request.params.id,
        request.headers['if-match'],
        request.body,
      ),
  )
  app.post(
    `${PATH}/:id/lost`,
    {
      schema: {
        tags,
        summary: 'An opportunity is lost',
        params: RecordParams,
        body: OpportunityLost,
        response: { 200: Opportunity },
      },
      config: mayWrite,
    },
    (request) =>
      loseOpportunity(
        deps,
        callOf(request),
        request.params.id,
        request.headers['if-match'],
        request.body,
      ),
  )
  app.post(
    `${PATH}/:id/reopen`,
    {
      schema: {
        tags,
        summary: 'Open a decided opportunity again',
        params: RecordParams,
        body: NoBody,
        response: { 200: Opportunity },
      },
      config: mayWrite,
    },
    (request) =>
      reopenOpportunity(deps, callOf(request), request.params.id, request.headers['if-match']),
  )
}

function addPipeline(app: TypedApp, deps: OpportunitiesDeps): void {
  app.get(
    `${PATH}/:id/stages`,
    {
      schema: {
        tags,
        summary: 'The stages that an opportunity went through, newest first',
        params: RecordParams,
        response: { 200: pageOf(StageChange) },
      },
      config: { permission: 'opportunities:read' },
    },
    async ({ actor, params }) => {
      const rows = await deps.database.tenant(actor.organizationId, async (tx) => {
        const found = await findRecord(tx, OPPORTUNITIES, params.id)
        if (!found) throw notFound('opportunity', params.id)
        return listStageChanges(tx, found.id)
      })
      return { data: rows.map(presentStageChange), next_cursor: null }
    },
  )
  app.get(
    '/api/v1/pipeline',
    {
      schema: {
        tags,
        summary: 'What is in the pipeline, by stage, and what came of it',
        querystring: PipelineQuery,
        response: { 200: Pipeline },
      },
      config: { permission: 'opportunities:read' },
    },
    ({ actor, query }) =>
      deps.database.tenant(actor.organizationId, async (tx) =>
        readPipeline(tx, await readSetting(tx, SALES_PROCESS), query),
      ),
  )
}

function addConversion(app: TypedApp, deps: OpportunitiesDeps): void {
  app.post(
    '/api/v1/leads/:id/opportunity',
    {
      schema: {
        tags,
        summary: 'Make an opportunity of a lead',
        description:
          'Once: asked again, the opportunity that there is is answered. The lead’s status becomes Opportunity.',
        params: RecordParams,
        body: LeadConversion,
        response: { 201: Opportunity },
      },
      config: { permission: 'opportunities:write', idempotent: true },
    },
    async (request, reply) => {
      const answer = answerCreated<Opportunity>(request, reply, ({ id, etag }) => ({
        status: 201,
        headers: { location: `${PATH}/${id}`, etag },
      }))
      const { params, body } = request
      return answer.send(await convertLead(deps, callOf(request), params.id, body, answer.keep))
    },
  )
}
