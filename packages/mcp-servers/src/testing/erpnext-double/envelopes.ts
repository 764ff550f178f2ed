/** Answers and errors as the two versions of the API wrap them, and the HTML pages that come instead. */
import { randomBytes } from 'node:crypto'
import type { Row } from './doctype.ts'
import type { FrappeError, ServerMessage } from './frappe-error.ts'
import { isEmpty, type RequestContext } from './request-context.ts'

export interface Reply {
  status: number
  headers?: Record<string, string | string[]>
  /** JSON unless it is text or bytes. */
  body: unknown
}

export const htmlPage = (status: number, title: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`,
})

/** What is said beside the answer; each item is JSON text of its own. */
export const serverMessages = (messages: ServerMessage[]): Row =>
  messages.length === 0
    ? {}
    : { _server_messages: JSON.stringify(messages.map((m) => JSON.stringify(m))) }

function messagesOf(error: FrappeError, id: string): ServerMessage[] {
  const plain = (error.said.plain ?? []).map((message) => ({ message, title: 'Message' }))
  if (error.said.silent || error.message === '') return plain
  return [
    ...plain,
    {
      message: error.message,
      title: error.said.title ?? 'Message',
      indicator: 'red',
      raise_exception: 1,
      __frappe_exc_id: id,
    },
  ]
}

/** No traceback for what was not found and for a wrong CSRF token. */
const hasTraceback = (ctx: RequestContext, error: FrappeError) =>
  error.type !== 'DoesNotExistError' &&
  error.type !== 'CSRFTokenError' &&
  Boolean(ctx.site.single('System Settings').allow_error_traceback)

export function errorV1(ctx: RequestContext, error: FrappeError): Row {
  const id = randomBytes(20).toString('hex')
  return {
    ...(hasTraceback(ctx, error) && {
      exception: error.line,
      exc: JSON.stringify([error.traceback]),
      ...(error.said.app && { _exc_source: `${error.said.app} (app)` }),
    }),
    exc_type: error.type,
    ...serverMessages([...ctx.messages, ...messagesOf(error, id)]),
    ...(!isEmpty(error.said.reason) && { _error_message: error.said.reason }),
  }
}

export function errorV2(ctx: RequestContext, error: FrappeError): Row {
  const own = messagesOf(error, '').map(({ __frappe_exc_id: _, ...message }) => message)
  const raised = own.find((m) => m.raise_exception)
  return {
    errors: [
      {
        type: error.type,
        ...(hasTraceback(ctx, error) && { exception: error.traceback }),
        ...raised,
      },
    ],
    messages: [...ctx.messages, ...own.filter((m) => m !== raised)],
  }
}
