/** /api/v1/tool-calls: calls that may not happen twice, and what a person says of those whose fate nobody knows. */
import { pageOf, SettleInput, ToolCallListQuery, ToolCallRecord, Uuid } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  type CallInRun,
  findCallInRun,
  listCallsInRuns,
} from '../../platform/gateway/settled-calls.store.ts'
import { type Cursor, decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { presentCall } from './present-call.ts'
import { settleCall } from './settle-call.ts'

const tags = ['Approvals']
const ById = z.strictObject({ id: Uuid })

export const toolCallsRoutes =
  (deps: ApprovalsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/tool-calls',
      {
        schema: {
          tags,
          summary: 'Calls that may not happen twice, and what became of them',
          querystring: ToolCallListQuery,
          response: { 200: pageOf(ToolCallRecord) },
        },
        config: { permission: 'approvals:read' },
      },
      async ({ actor, query }) => {
        const before = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await deps.database.tenant(actor.organizationId, (tx) =>
          listCallsInRuns(tx, query, before),
        )
        const cursorOf = ({ id }: CallInRun): Cursor => [null, id]
        return toPage(rows, query.limit, cursorOf, (row) => presentCall(row, actor))
      },
    )
    app.get(
      '/api/v1/tool-calls/:id',
      {
        schema: { tags, summary: 'One call', params: ById, response: { 200: ToolCallRecord } },
        config: { permission: 'approvals:read' },
      },
      async ({ actor, params }) => {
        const row = await deps.database.tenant(actor.organizationId, (tx) =>
          findCallInRun(tx, params.id),
        )
        if (!row) throw notFound('tool_call', params.id)
        return presentCall(row, actor)
      },
    )
    app.post(
      '/api/v1/tool-calls/:id/settle',
      {
        schema: {
          tags,
          summary: 'Say what became of a call whose fate is unknown',
          description:
            'It happened: a run that failed for it goes on with what you say. It did not: that run does it, once. Somebody else than who began it, where it needed an approval.',
          params: ById,
          body: SettleInput,
          response: { 200: ToolCallRecord },
        },
        config: { permission: 'approvals:decide' },
      },
      ({ actor, params, body, id }) =>
        settleCall(deps, actor, { id: params.id, input: body, correlationId: id }),
    )
  }
