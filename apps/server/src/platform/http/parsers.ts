/** Bodies: JSON and CSV as valid UTF-8, anything else is refused with 415. */
import type { FastifyInstance } from 'fastify'
import { unreadable } from './errors.ts'

/** Largest JSON body, in bytes; a route that takes more says so itself. */
export const BODY_LIMIT = 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw unreadable('The body is not valid UTF-8.')
  }
}

/** Node's decoder would put U+FFFD for broken bytes and go on: here they are an error. */
export function addParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const text = decode(body as Buffer)
      if (text === '') return done(null, undefined)
      parseJson(request, text, (error, value) =>
        done(error ? unreadable('The body is not valid JSON.') : null, value),
      )
    } catch (error) {
      done(error as Error, undefined)
    }
  })
  app.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => decode(body),
  )
}
