/** A whitelisted method of a document: GET needs the right to read, POST the one to write. */
import { requireRead, requireRight } from '../access.ts'
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import type { RequestContext } from '../request-context.ts'
import { CONTROLLERS } from './index.ts'

export interface DocumentCall {
  doctype: string
  name: unknown
  method: string
  args: Row
  write: boolean
}

export function callDocumentMethod(ctx: RequestContext, call: DocumentCall): unknown {
  const type = ctx.site.type(call.doctype)
  const doc = ctx.site.read(call.doctype, call.name)
  const method = CONTROLLERS[call.doctype]?.methods?.[call.method]
  if (!method)
    throw new FrappeError(
      'PermissionError',
      `<details><summary>You are not permitted to access this resource.</summary>Function <strong>${call.doctype}.${call.method}</strong> is not whitelisted.</details>`,
      { title: 'Method Not Allowed', tail: '' },
    )
  if (call.write) requireRight(ctx, type, 'write')
  else requireRead(ctx, type, doc)
  return method(ctx, doc, call.args)
}
