/** /api/v1/errors: what nobody expected, of the server and of the console; and where the console tells of its own. */
import {
  ErrorDecision,
  ErrorGroup,
  ErrorGroupDetail,
  ErrorListQuery,
  type ErrorSort,
  pageOf,
  Uuid,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../../platform/database/database.ts'
import { type Cursor, decodeCursor, invalidCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import { decideError } from './decide-error.ts'
import { type ErrorGroupRow, findError, listErrors } from './errors.store.ts'
import { presentError, presentErrorDetail } from './present-error.ts'

const tags = ['Errors']
const ById = z.strictObject({ id: Uuid })

export const errorsRoutes =
  ({ database }: { database: Database }): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/errors',
      {
        schema: {
          tags,
          summary: 'Errors that nobody expected, as groups',
          description:
            'They are the site’s: the organization that it belongs to, the first, has them.',
          querystring: ErrorListQuery,
          response: { 200: pageOf(ErrorGroup) },
        },
        config: { permission: 'errors:read' },
      },
      async ({ actor, query }) => {
        const after = checkedCursor(query.cursor, query.sort)
        const rows = await database.tenant(actor.organizationId, (tx) =>
          listErrors(tx, query, after),
        )
        const cursorOf = (row: ErrorGroupRow): Cursor => [
          query.sort === '-count' ? Number(row.count) : row.last_seen_at.toISOString(),
          row.id,
        ]
        return toPage(rows, query.limit, cursorOf, presentError)
      },
    )
    app.get(
      '/api/v1/errors/:id',
      {
        schema: {
          tags,
          summary: 'A group of errors, with the last of them',
          params: ById,
          response: { 200: ErrorGroupDetail },
        },
        config: { permission: 'errors:read' },
      },
      async ({ actor, params }) => {
        const row = await database.tenant(actor.organizationId, (tx) => findError(tx, params.id))
        if (!row) throw notFound('error', params.id)
        return presentErrorDetail(row)
      },
    )
    app.put(
      '/api/v1/errors/:id/status',
      {
        schema: {
          tags,
          summary: 'Say that it is resolved, to be ignored, or open again',
          description: 'What is resolved opens again by itself when it happens again.',
          params: ById,
          body: ErrorDecision,
          response: { 200: ErrorGroupDetail },
        },
        config: { permission: 'errors:manage' },
      },
      ({ actor, params, body, id }) => decideError({ database }, actor, params.id, body.status, id),
    )
  }

/** @throws AppError 422 for a cursor of the other order. */
function checkedCursor(text: string | undefined, sort: ErrorSort): Cursor | null {
  const cursor = decodeCursor(text)
  if (!cursor) return null
  const [value] = cursor
  const fits =
    sort === '-count'
      ? Number.isSafeInteger(value)
      : typeof value === 'string' && z.iso.datetime().safeParse(value).success
  if (!fits) throw invalidCursor()
  return cursor
}
