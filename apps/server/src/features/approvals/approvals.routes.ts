/** /api/v1/approvals: what waits for a person, and the decision. */
import {
  Approval,
  ApprovalListQuery,
  ApproveInput,
  pageOf,
  RejectInput,
  Uuid,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  type ApprovalWithOutcome,
  findApproval,
  listApprovals,
} from '../../platform/approvals/approvals.store.ts'
import { type Cursor, decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { decide } from './decide-approval.ts'
import { presentApproval } from './present-approval.ts'

const tags = ['Approvals']
const ById = z.strictObject({ id: Uuid })

export const approvalsRoutes =
  (deps: ApprovalsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    app.get(
      '/api/v1/approvals',
      {
        schema: {
          tags,
          summary: 'What agents want to do, and what became of it',
          querystring: ApprovalListQuery,
          response: { 200: pageOf(Approval) },
        },
        config: { permission: 'approvals:read' },
      },
      async ({ actor, query }) => {
        const before = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await deps.database.tenant(actor.organizationId, (tx) =>
          listApprovals(tx, query, before),
        )
        const cursorOf = ({ id }: ApprovalWithOutcome): Cursor => [null, id]
        return toPage(rows, query.limit, cursorOf, (row) => presentApproval(row, actor))
      },
    )
    app.get(
      '/api/v1/approvals/:id',
      {
        schema: { tags, summary: 'One approval', params: ById, response: { 200: Approval } },
        config: { permission: 'approvals:read' },
      },
      async ({ actor, params }) => {
        const row = await deps.database.tenant(actor.organizationId, (tx) =>
          findApproval(tx, params.id),
        )
        if (!row) throw notFound('approval', params.id)
        return presentApproval(row, actor)
      },
    )
    app.post(
      '/api/v1/approvals/:id/approve',
      {
        schema: {
          tags,
          summary: 'Approve, as it is or with other arguments',
          description:
            'Holds for exactly this effect, once. Nobody approves what they began themselves, by whatever key.',
          params: ById,
          body: ApproveInput,
          response: { 200: Approval },
        },
        config: { permission: 'approvals:decide' },
      },
      ({ actor, params, body, id }) =>
        decide(deps, actor, params.id, {
          status: 'approved',
          reason: body.reason,
          arguments: body.arguments,
          correlationId: id,
        }),
    )
    app.post(
      '/api/v1/approvals/:id/reject',
      {
        schema: {
          tags,
          summary: 'Reject, with words that the agent receives',
          params: ById,
          body: RejectInput,
          response: { 200: Approval },
        },
        config: { permission: 'approvals:decide' },
      },
      ({ actor, params, body, id }) =>
        decide(deps, actor, params.id, {
          status: 'rejected',
          reason: body.reason,
          correlationId: id,
        }),
    )
  }
