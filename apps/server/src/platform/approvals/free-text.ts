/** Which arguments carry words (rule 5): what a schema narrows to an enum, a number, an id or a time is clean. */
import { validate as isUuid } from 'uuid'

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  const?: unknown
  enum?: unknown[]
  format?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
}

const CLEAN_FORMATS = new Set(['uuid', 'date', 'date-time', 'time'])
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/**
 * @param schema JSON Schema of the value; an empty one says nothing, and only what is an id or a time by itself is clean.
 * @returns the paths of free text; empty: the value is clean.
 */
export function freeTextIn(schema: object, value: unknown): string[] {
  return find({ root: schema as Schema, path: '' }, schema as Schema, value)
}

interface Place {
  root: Schema
  path: string
}

function find(place: Place, asked: Schema | boolean | undefined, value: unknown): string[] {
  const schema = resolve(place.root, typeof asked === 'object' ? asked : {})
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) {
    // Clean if one of them makes it so: the value has passed the whole schema.
    const found = branches.map((b) => find(place, b, value))
    return found.find((paths) => paths.length === 0) ?? found[0] ?? []
  }
  if (typeof value === 'string') return isClean(schema, value) ? [] : [place.path]
  if (Array.isArray(value)) {
    return value.flatMap((v, i) => find(below(place, String(i)), schema.items, v))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, v]) => {
    const known = schema.properties?.[key]
    // A key that no schema names is a word as well.
    return known
      ? find(below(place, key), known, v)
      : [below(place, key).path, ...find(below(place, key), schema.additionalProperties, v)]
  })
}

const below = ({ root, path }: Place, key: string): Place => ({
  root,
  path: path === '' ? key : `${path}.${key}`,
})

function isClean(schema: Schema, text: string): boolean {
  if (schema.const === text || schema.enum?.includes(text)) return true
  if (schema.format !== undefined && CLEAN_FORMATS.has(schema.format)) return true
  return isUuid(text) || INSTANT.test(text)
}

function resolve(root: Schema, schema: Schema): Schema {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1]
  return name === undefined ? schema : (root.$defs?.[name] ?? {})
}
