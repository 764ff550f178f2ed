/** /api/v1/leads: create, read, change, remove, duplicates. */
import { Lead, LeadDuplicate, LeadInput, LeadListQuery, LeadPatch, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { last } from '../../platform/database/statement-marks.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import { answerCreated } from '../../platform/http/idempotency.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { changeLead, removeLead } from './change-lead.ts'
import { createLead } from './create-lead.ts'
import { findDuplicates } from './find-duplicates.ts'
import { presentLead } from './lead.ts'
import { cursorOf } from './lead-sorts.ts'
import { findLead, listLeads } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'

/** Our UUID or the ERPNext name. */
export const LeadParams = z.strictObject({ id: z.string().min(1).max(140) })
const tags = ['Leads']

export const leadsRoutes =
  (deps: LeadsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addCollection(app, deps)
    addReadAndChange(app, deps)
    addRemoveAndDuplicates(app, deps)
  }

function addCollection(app: TypedApp, deps: LeadsDeps): void {
  app.post(
    '/api/v1/leads',
    {
      schema: { tags, summary: 'Create a lead', body: LeadInput, response: { 201: Lead } },
      config: { permission: 'leads:write', idempotent: true },
    },
    async (request, reply) => {
      const answer = answerCreated<Lead>(request, reply, ({ id, etag }) => ({
        status: 201,
        headers: { location: `/api/v1/leads/${id}`, etag },
      }))
      const { actor, body, id } = request
      return answer.send(await createLead(deps, actor, body, id, answer.keep))
    },
  )

  app.get(
    '/api/v1/leads',
    {
      schema: {
        tags,
        summary: 'List leads',
        querystring: LeadListQuery,
        response: { 200: pageOf(Lead) },
      },
      config: { permission: 'leads:read' },
    },
    async ({ actor, query }) => {
      const after = decodeCursor(query.cursor)
      const found = await deps.database.tenant(actor.organizationId, (tx) =>
        listLeads(tx, query, after, last),
      )
      return toPage(
        found,
        query.limit,
        (f) => cursorOf(query.sort, f.lead),
        (f) => presentLead(f.lead, f.score),
      )
    },
  )
}

function addReadAndChange(app: TypedApp, deps: LeadsDeps): void {
  app.get(
    '/api/v1/leads/:id',
    {
      schema: { tags, summary: 'Read a lead', params: LeadParams, response: { 200: Lead } },
      config: { permission: 'leads:read' },
    },
    async ({ actor, params }, reply) => {
      const found = await deps.database.tenant(actor.organizationId, (tx) =>
        findLead(tx, params.id, last),
      )
      if (!found) throw notFound('lead', params.id)
      const lead = presentLead(found.lead, found.score)
      return reply.header('etag', lead.etag).send(lead)
    },
  )

  app.patch(
    '/api/v1/leads/:id',
    {
      schema: {
        tags,
        summary: 'Change a lead',
        description:
          'Send the ETag that was read as If-Match: 428 without, 412 when the lead was changed since.',
        params: LeadParams,
        body: LeadPatch,
        response: { 200: Lead },
      },
      config: { permission: 'leads:write', reads: { 'if-match': 'The ETag that was read.' } },
    },
    async (request, reply) => {
      const lead = await changeLead(
        deps,
        request.actor,
        request.params.id,
        request.headers['if-match'],
        request.body,
        request.id,
      )
      return reply.header('etag', lead.etag).send(lead)
    },
  )
}

function addRemoveAndDuplicates(app: TypedApp, deps: LeadsDeps): void {
  app.delete(
    '/api/v1/leads/:id',
    {
      schema: {
        tags,
        summary: 'Remove a lead',
        description:
          'With the ETag that was read as If-Match: 412 when the lead was changed since.',
        params: LeadParams,
        response: { 204: z.null() },
      },
      config: { permission: 'leads:delete', reads: { 'if-match': 'The ETag that was read.' } },
    },
    async (request, reply) => {
      const { actor, params, headers, id } = request
      await removeLead(deps, actor, params.id, headers['if-match'], id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/v1/leads/:id/duplicates',
    {
      schema: {
        tags,
        summary: 'Leads that may be the same',
        params: LeadParams,
        response: { 200: pageOf(LeadDuplicate) },
      },
      config: { permission: 'leads:read' },
    },
    async ({ actor, params }) => ({
      data: await findDuplicates(deps, actor.organizationId, params.id),
      next_cursor: null,
    }),
  )
}
