/** POST /api/v1/leads/import: CSV or JSON, checked whole before it is taken. */
import { Execution } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answerAccepted } from '../../platform/http/idempotency.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { requestImport } from './request-import.ts'

/** 10,000 rows with long messages. Bytes. */
const IMPORT_BODY_LIMIT = 32 * 1024 * 1024

export const leadsImportRoutes =
  (deps: LeadsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.post(
      '/api/v1/leads/import',
      {
        bodyLimit: IMPORT_BODY_LIMIT,
        schema: {
          tags: ['Leads'],
          summary: 'Import leads',
          description:
            'A JSON array of leads, or CSV (text/csv; comma, semicolon or tab) with the fields as columns; at most 10,000 rows. All rows or none: invalid rows are listed with row and field (422).',
          consumes: ['application/json', 'text/csv'],
          // Rows are parsed one by one by readImport, so that every fault is told with its row.
          body: z.union([z.array(z.unknown()), z.string()]),
          response: { 202: Execution },
        },
        config: { permission: 'leads:import', idempotent: true },
      },
      async (request, reply) => {
        const answer = answerAccepted(request, reply)
        const { actor, body, id } = request
        return answer.send(await requestImport(deps, actor, body, id, answer.keep))
      },
    )
  }
