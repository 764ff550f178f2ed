/** GET /api/v1/audit. */
import { AuditEntry, AuditListQuery, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Database } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { listAudit } from './audit.store.ts'

export const auditRoutes =
  (database: Database): FastifyPluginAsync =>
  async (plain) => {
    plain.withTypeProvider<ZodTypeProvider>().get(
      '/api/v1/audit',
      {
        schema: {
          tags: ['Audit'],
          summary: 'Who did what, newest first',
          querystring: AuditListQuery,
          response: { 200: pageOf(AuditEntry) },
        },
        config: { permission: 'audit:read' },
      },
      async ({ actor, query }) => {
        const after = decodeCursor(query.cursor)
        const rows = await database.tenant(actor.organizationId, (tx) =>
          listAudit(tx, query, after?.[1] ?? null),
        )
        return toPage(
          rows,
          query.limit,
          (row) => [null, row.id],
          (row) => row,
        )
      },
    )
  }
