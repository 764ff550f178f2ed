/** The operations of the server's own OpenAPI document: what tests that go over every route walk through. */
import type { TestApp } from './test-app.ts'

/** JSON Schema as far as the document uses it. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  format?: string
  minimum?: number
  maximum?: number
  [keyword: string]: unknown
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: JsonSchema
}

export interface Operation {
  /** `GET /api/v1/leads/{id}` */
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  parameters: Parameter[]
  /** Of the JSON body; null where none is taken. */
  body: JsonSchema | null
}

interface OpenApiDocument {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: Parameter[]
        responses: Record<string, unknown>
        /** Where the operation differs from the document: an empty list needs no key. */
        security?: unknown[]
        requestBody?: { content: Record<string, { schema: JsonSchema }> }
      }
    >
  >
  components: { schemas: Record<string, JsonSchema> }
}

/** The document as any signed-in caller gets it. */
export async function readOpenApi({ request, acme }: TestApp): Promise<OpenApiDocument> {
  return (await request('/openapi.json', { key: acme.keys.viewer })).body
}

export const operationsOf = (document: OpenApiDocument): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase() as Operation['method'],
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json']?.schema ?? null,
    })),
  )

/** Puts values in place of `{name}`. */
export const fillPath = (path: string, value: (name: string) => string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(value(name)))
