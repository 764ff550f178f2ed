/** GET /api/v1/audit, its signed head, its export. */
import { Readable } from 'node:stream'
import {
  AuditExportQuery,
  AuditHead,
  AuditListQuery,
  ListedAuditEntry,
  pageOf,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { forbidden } from '../../platform/http/errors.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import type { Actor } from '../../platform/identity/actor.ts'
import { listAudit, tellsOfCanaries } from './audit.store.ts'
import type { AuditDeps } from './audit-deps.ts'
import { exportAudit } from './export-audit.ts'
import { signHead } from './sign-head.ts'

const tags = ['Audit']
/** What it tells of canary records it tells to administrators alone. */
const config = { permission: 'audit:read', namesCanaries: true } as const
const mayKnow = ({ permissions }: Actor) => permissions.has('canaries:manage')

export const auditRoutes =
  (deps: AuditDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addList(app, deps)
    addProof(app, deps)
  }

function addList(app: TypedApp, { database }: AuditDeps): void {
  app.get(
    '/api/v1/audit',
    {
      schema: {
        tags,
        summary: 'Who did what, newest first',
        querystring: AuditListQuery,
        response: { 200: pageOf(ListedAuditEntry) },
      },
      config,
    },
    async ({ actor, query }) => {
      const after = decodeCursor(query.cursor)
      const rows = await database.tenant(actor.organizationId, (tx) =>
        listAudit(tx, { ...query, canaries: mayKnow(actor) }, after?.[1] ?? null),
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

function addProof(app: TypedApp, deps: AuditDeps): void {
  app.get(
    '/api/v1/audit/head',
    {
      schema: {
        tags,
        summary: 'Sign for all entries there are',
        description:
          'Keep the answer somewhere else: with it `insa audit verify` finds a cut end and a chain that was made anew.',
        response: { 200: AuditHead },
      },
      config,
    },
    ({ actor }) => signHead(deps, actor.organizationId),
  )

  app.get(
    '/api/v1/audit/export',
    {
      schema: {
        tags,
        summary: 'Export the trail with its chain and signed heads',
        description:
          'One JSON value a line: a header, heads, entries, an end. `insa audit verify FILE` checks it on any machine.',
        querystring: AuditExportQuery,
        produces: ['application/x-ndjson'],
      },
      config,
    },
    async ({ actor, query }, reply) => {
      // An export without its entries would not prove anything.
      if (!mayKnow(actor) && (await deps.database.tenant(actor.organizationId, tellsOfCanaries)))
        throw forbidden('This trail has entries that only administrators may read.')
      const trail = await exportAudit(deps, actor.organizationId, query.after_seq)
      const day = new Date().toISOString().slice(0, 10)
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="audit-${day}.ndjson"`)
        .send(Readable.from(inLines(trail)))
    },
  )
}

async function* inLines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`
}
