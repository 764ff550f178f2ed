/** Values for a JSON Schema: those it describes, more or less, and those that break careless code. */
import fc, { type Arbitrary } from 'fast-check'
import type { JsonSchema } from '../../apps/server/src/testing/operations.ts'

/** What careless code trips over. */
export const HOSTILE: unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1e308,
  1e15 + 0.5,
  5e-324,
  2 ** 53,
  '',
  ' ',
  'NaN',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\u202e',
  'é'.normalize('NFD'),
  '👩‍🏭'.repeat(50),
  "'; drop table leads; --",
  '%_\\',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../../etc/passwd',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00.000Z',
  'x'.repeat(60_000),
  [],
  [[]],
  [null],
  {},
  { length: 1 },
  { toString: 'x' },
  { constructor: { name: 'x' } },
  Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])),
]

export const hostileText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE.filter((v) => typeof v === 'string')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

type Schemas = Record<string, JsonSchema>

/** How deep references are followed. */
const MAX_DEPTH = 6

/** Values that the schema describes, save for formats and patterns, which are met often rather than always. */
export function describedBy(schema: JsonSchema, schemas: Schemas, depth = 0): Arbitrary<unknown> {
  const inner = (s: JsonSchema) => describedBy(s, schemas, depth + 1)
  if (depth > MAX_DEPTH) return fc.constant(null)
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(inner))
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return describedObject(schema, inner)
    case 'array':
      return fc.array(inner(schema.items ?? {}), { maxLength: 4 })
    case 'integer':
      return fc.integer(rangeOf(schema))
    case 'number':
      return fc.double({ ...rangeOf(schema), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return describedText(schema)
    default:
      return fc.jsonValue()
  }
}

function describedObject(
  { properties = {}, required = [], additionalProperties }: JsonSchema & { required?: string[] },
  inner: (s: JsonSchema) => Arbitrary<unknown>,
): Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([k, s]) => [k, inner(s)]))
  const record = fc.record(known, { requiredKeys: required })
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return record
  return fc.dictionary(
    fc.string({ minLength: 3, maxLength: 3 }),
    inner(additionalProperties as JsonSchema),
    { maxKeys: 4 },
  )
}

const rangeOf = ({ minimum, maximum }: JsonSchema) => ({
  min: Math.max(minimum ?? -1e9, -(2 ** 31)),
  max: Math.min(maximum ?? 1e9, 2 ** 31),
})

function describedText(
  schema: JsonSchema & { minLength?: number; maxLength?: number },
): Arbitrary<string> {
  const { format, minLength = 0, maxLength = 60 } = schema
  switch (format) {
    case 'uuid':
      return fc.uuid()
    case 'email':
      return fc.emailAddress()
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((d) => d.toISOString())
    default:
      return fc.string({
        unit: 'grapheme',
        minLength,
        maxLength: Math.max(minLength, Math.min(maxLength, 60)),
      })
  }
}
