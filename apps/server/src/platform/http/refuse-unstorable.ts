/**
 * What PostgreSQL cannot keep is refused at the edge, by the field's name: NUL characters, half surrogate pairs, and
 * nesting that would exhaust the stack of whoever walks it.
 */
import { type FieldProblem, isStorable } from '@insa/contracts'
import type { FastifyInstance } from 'fastify'
import { invalid } from './errors.ts'

/** Deeper than any body of ours. */
const MAX_DEPTH = 32

/** Adds the check to every route, before its own schema sees the request. */
export function addStorableCheck(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    // Text is CSV: its rows are checked one by one, so that a fault is told with its row. So are the rows of an array.
    const isObject = typeof request.body === 'object' && !Array.isArray(request.body)
    const fault =
      findFault(request.params, true) ??
      findFault(request.query, true) ??
      findFault(request.body, isObject)
    if (fault) throw invalid([fault], `${fault.path}: ${fault.message}`)
  })
}

/** Walks without recursion: the nesting is the sender's to choose. */
function findFault(root: unknown, readsText: boolean): FieldProblem | null {
  const open: { value: unknown; path: string[] }[] = [{ value: root, path: [] }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && readsText && !isStorable(value)) return badText(path)
    if (typeof value !== 'object' || value === null) continue
    if (path.length >= MAX_DEPTH) {
      const top = path.slice(0, 1).join('.') || 'body'
      return { path: top, code: 'too_deep', message: `Nested deeper than ${MAX_DEPTH} levels.` }
    }
    for (const [key, child] of Object.entries(value)) {
      if (readsText && !isStorable(key)) return badText([...path, 'key'])
      open.push({ value: child, path: [...path, key] })
    }
  }
  return null
}

const badText = (path: string[]): FieldProblem => ({
  path: path.join('.') || 'body',
  code: 'invalid_text',
  message: 'Text must be valid Unicode without NUL characters.',
})
