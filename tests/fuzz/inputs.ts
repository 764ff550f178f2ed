/** Requests for one operation: what its schema describes, the same with one thing broken, and plain nonsense. */
import fc, { type Arbitrary } from 'fast-check'
import type { JsonSchema, Operation, Parameter } from '../../apps/server/src/testing/operations.ts'
import { fillPath } from '../../apps/server/src/testing/operations.ts'
import { describedBy, HOSTILE, hostileText } from './values.ts'

export interface FuzzInput {
  method: string
  url: string
  headers: Record<string, string>
  payload?: string | Buffer
}

type Schemas = Record<string, JsonSchema>

/** @param ids of things that are there, so that paths lead somewhere. */
export function inputsOf(
  operation: Operation,
  schemas: Schemas,
  ids: string[],
): Arbitrary<FuzzInput> {
  return fc
    .record({
      method: fc.oneof(
        { weight: 20, arbitrary: fc.constant<string>(operation.method) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS', 'HEAD'),
        },
      ),
      path: paths(operation, ids),
      query: query(operation, schemas),
      headers: headers(operation),
      body: body(operation, schemas),
    })
    .map(({ method, path, query, headers, body }) => ({
      method,
      url: `${path}${query}`,
      headers: { ...headers, ...body.headers },
      ...(body.payload === undefined ? {} : { payload: body.payload }),
    }))
}

function paths({ path }: Operation, ids: string[]): Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: hostileText.filter((t) => t.isWellFormed()) },
  )
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
  const values = fc.tuple(...names.map(() => segment))
  const raw = fc.constantFrom('%00', '%', '%ff%fe', '..%2f..%2fetc', '%E0%A4%A', 'a'.repeat(400))
  return fc.oneof(
    {
      weight: 8,
      arbitrary: values.map((v) => fillPath(path, (name) => v[names.indexOf(name)] ?? '')),
    },
    { weight: names.length > 0 ? 1 : 0, arbitrary: raw.map((r) => path.replace(/\{\w+\}/g, r)) },
  )
}

function query({ parameters, path }: Operation, schemas: Schemas): Arbitrary<string> {
  const known = parameters.filter((p) => p.in === 'query')
  const pair = ({ name, schema }: Parameter) =>
    fc.option(
      fc.oneof(describedBy(schema, schemas), hostileText).map((v) => [name, toText(v)] as const),
    )
  const pairs = fc
    .tuple(...known.map(pair))
    .map((all) => all.filter((p) => p !== null))
    .map((all) => (all.length > 0 ? `?${new URLSearchParams(all as [string, string][])}` : ''))
  const odd = fc.constantFrom(
    '?limit=1&limit=2',
    '?%00=1',
    '?q=%ff',
    '?__proto__=1',
    '?=&&=',
    '?cursor[]=1',
    '?q=%',
  )
  // An event stream that nothing is wrong with never ends.
  if (path.endsWith('/events')) return fc.constant('')
  return fc.oneof({ weight: 6, arbitrary: pairs }, { weight: 1, arbitrary: odd })
}

function headers({ path }: Operation): Arbitrary<Record<string, string>> {
  const headerText = fc
    .oneof(
      fc.constantFrom('', '*', '"1"', 'wait=0', 'wait=-1', 'wait=x', '9'.repeat(40)),
      fc.string({ maxLength: 300 }),
    )
    .map((t) => t.replace(/[^\x20-\x7e]/g, '?').trim())
  const some = (name: string, value: Arbitrary<string>) =>
    fc.option(
      value.map((v) => [name, v] as const),
      { freq: 3 },
    )
  return fc
    .tuple(
      some('idempotency-key', headerText),
      some('if-match', headerText),
      some('x-correlation-id', headerText),
      some('x-organization-id', headerText),
      some(
        'prefer',
        headerText.filter((t) => !/wait\s*=\s*"?[1-9]/.test(t)),
      ),
      some('accept', headerText),
    )
    .map((all) => ({
      ...Object.fromEntries(all.filter((p) => p !== null)),
      ...(path.endsWith('/events') ? { 'last-event-id': 'none' } : {}),
    }))
}

interface Body {
  headers: Record<string, string>
  payload?: string | Buffer
}

const JSON_TYPE = { 'content-type': 'application/json' }

function body({ body, method }: Operation, schemas: Schemas): Arbitrary<Body> {
  const none = fc.constant<Body>({ headers: {} })
  if (method === 'GET') return none
  const asJson = (value: unknown): Body => ({
    headers: JSON_TYPE,
    payload: JSON.stringify(value) ?? 'null',
  })
  const right = describedBy(body ?? {}, schemas)
  const broken = fc
    .tuple(right, fc.constantFrom(...HOSTILE), fc.nat())
    .map(([v, bad, at]) => breakOne(v, bad, at))
  const nonsense = fc.jsonValue()
  return fc.oneof(
    { weight: 6, arbitrary: right.map(asJson) },
    { weight: 8, arbitrary: broken.map(asJson) },
    { weight: 2, arbitrary: nonsense.map(asJson) },
    { weight: 3, arbitrary: fc.constantFrom(...RAW_BODIES) },
    { weight: 1, arbitrary: none },
  )
}

/** Puts a hostile value in place of one of an object's, or beside them under an unknown name. */
function breakOne(value: unknown, bad: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return bad
  const names = [...Object.keys(value), 'shoe_size']
  const name = names[at % names.length] ?? ''
  return { ...value, [name]: bad }
}

const RAW_BODIES: Body[] = [
  { headers: JSON_TYPE, payload: '' },
  { headers: JSON_TYPE, payload: '{' },
  { headers: JSON_TYPE, payload: 'nul' },
  { headers: JSON_TYPE, payload: '{"a":1}{"b":2}' },
  { headers: JSON_TYPE, payload: '{"__proto__":{"admin":true}}' },
  { headers: JSON_TYPE, payload: '{"constructor":{"prototype":{"admin":true}}}' },
  { headers: JSON_TYPE, payload: '['.repeat(50_000) + ']'.repeat(50_000) },
  { headers: JSON_TYPE, payload: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
  { headers: JSON_TYPE, payload: `{"message":"${'x'.repeat(5_000_000)}"}` },
  { headers: JSON_TYPE, payload: Buffer.from('{"lead_name":"\xff\xfe"}', 'latin1') },
  { headers: JSON_TYPE, payload: '\ufeff{"lead_name":"with a mark"}' },
  { headers: { 'content-type': 'application/json; charset=utf-16' }, payload: '{"lead_name":"A"}' },
  { headers: { 'content-type': 'application/problem+json' }, payload: '{}' },
  { headers: { 'content-type': 'text/csv' }, payload: 'lead_name\n"' },
  { headers: { 'content-type': 'text/csv' }, payload: Buffer.from([0xff, 0xfe, 0x00]) },
  { headers: { 'content-type': 'text/plain' }, payload: 'hello' },
  { headers: { 'content-type': 'multipart/form-data' }, payload: '--x--' },
  { headers: { 'content-type': ';;;' }, payload: '{}' },
  { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, payload: '{}' },
]

const toText = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()
