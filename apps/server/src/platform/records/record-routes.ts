/** The five routes that every kind of record has: list, create, read, change, remove. */
import { type Permission, pageOf } from '@insa/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { TenantTx } from '../database/database.ts'
import { type Cursor, decodeCursor, toPage } from '../http/cursor.ts'
import { answerCreated, type KeepAnswer } from '../http/idempotency.ts'
import type { Call, RecordDeps, RecordKind, RecordRow } from './record-kind.ts'
import { orderOf } from './record-sorts.ts'

/** Our UUID or the ERPNext name. */
export const RecordParams = z.strictObject({ id: z.string().min(1).max(140) })

export const IF_MATCH = { 'if-match': 'The ETag that was read.' }

interface ListQuery {
  limit: number
  cursor?: string | undefined
  sort: string
}

export interface RecordRoutes<Shape, Input, Patch, Query extends ListQuery, Row> {
  kind: RecordKind
  /** `/api/v1/customers`. */
  path: string
  tag: string
  /** In the document: `a customer`, `customers`. */
  words: { one: string; many: string }
  rights: { read: Permission; write: Permission; remove: Permission }
  shape: z.ZodType<Shape>
  input: z.ZodType<Input>
  patch: z.ZodType<Patch>
  query: z.ZodType<Query>
  list(tx: TenantTx, query: Query, after: Cursor | null): Promise<Row[]>
  present(row: Row): Shape
  create(call: Call, input: Input, keep: KeepAnswer<Shape>): Promise<Shape>
  read(call: Call, key: string): Promise<Shape>
  change(call: Call, key: string, ifMatch: string | undefined, patch: Patch): Promise<Shape>
  remove(call: Call, key: string, ifMatch: string | undefined): Promise<void>
}

export const callOf = ({ actor, id }: FastifyRequest): Call => ({ actor, correlationId: id })

const idOf = ({ params }: FastifyRequest) => (params as z.infer<typeof RecordParams>).id

/** Bodies and queries are checked by the schemas beside them: that is what the casts of this file rest on. */
export function addRecordRoutes<
  Shape extends { id: string; etag: string },
  Input,
  Patch,
  Query extends ListQuery,
  Row extends RecordRow,
>(
  app: FastifyInstance,
  deps: RecordDeps,
  routes: RecordRoutes<Shape, Input, Patch, Query, Row>,
): void {
  addCollection(app, deps, routes)
  addOne(app, routes)
}

function addCollection<
  Shape extends { id: string; etag: string },
  Input,
  Patch,
  Query extends ListQuery,
  Row extends RecordRow,
>(
  app: FastifyInstance,
  deps: RecordDeps,
  routes: RecordRoutes<Shape, Input, Patch, Query, Row>,
): void {
  const { kind, path, tag, words, rights, shape, input, query: querystring } = routes
  app.post(
    path,
    {
      schema: {
        tags: [tag],
        summary: `Create ${words.one}`,
        body: input,
        response: { 201: shape },
      },
      config: { permission: rights.write, idempotent: true },
    },
    async (request, reply) => {
      const answer = answerCreated<Shape>(request, reply, ({ id, etag }) => ({
        status: 201,
        headers: { location: `${path}/${id}`, etag },
      }))
      return answer.send(await routes.create(callOf(request), request.body as Input, answer.keep))
    },
  )
  app.get(
    path,
    {
      schema: {
        tags: [tag],
        summary: `List ${words.many}`,
        querystring,
        response: { 200: pageOf(shape) },
      },
      config: { permission: rights.read },
    },
    async ({ actor, query: sent }) => {
      const query = sent as Query
      const after = decodeCursor(query.cursor)
      const rows = await deps.database.tenant(actor.organizationId, (tx) =>
        routes.list(tx, query, after),
      )
      return toPage(rows, query.limit, orderOf(kind, query.sort).cursorOf, routes.present)
    },
  )
}

function addOne<
  Shape extends { id: string; etag: string },
  Input,
  Patch,
  Query extends ListQuery,
  Row extends RecordRow,
>(app: FastifyInstance, routes: RecordRoutes<Shape, Input, Patch, Query, Row>): void {
  const { path, tag, words, rights, shape, patch } = routes
  const tags = [tag]
  const url = `${path}/:id`
  app.get(
    url,
    {
      schema: {
        tags,
        summary: `Read ${words.one}`,
        params: RecordParams,
        response: { 200: shape },
      },
      config: { permission: rights.read },
    },
    async (request, reply) => {
      const made = await routes.read(callOf(request), idOf(request))
      return reply.header('etag', made.etag).send(made)
    },
  )
  app.patch(
    url,
    {
      schema: {
        tags,
        summary: `Change ${words.one}`,
        description:
          'Send the ETag that was read as If-Match: 428 without, 412 when it was changed since.',
        params: RecordParams,
        body: patch,
        response: { 200: shape },
      },
      config: { permission: rights.write, reads: IF_MATCH },
    },
    async (request, reply) => {
      const { headers } = request
      const body = request.body as Patch
      const made = await routes.change(callOf(request), idOf(request), headers['if-match'], body)
      return reply.header('etag', made.etag).send(made)
    },
  )
  app.delete(
    url,
    {
      schema: {
        tags,
        summary: `Remove ${words.one}`,
        description: 'With the ETag that was read as If-Match: 412 when it was changed since.',
        params: RecordParams,
        response: { 204: z.null() },
      },
      config: { permission: rights.remove, reads: IF_MATCH },
    },
    async (request, reply) => {
      await routes.remove(callOf(request), idOf(request), request.headers['if-match'])
      return reply.code(204).send(null)
    },
  )
}
