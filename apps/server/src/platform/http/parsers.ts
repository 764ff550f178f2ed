/** Bodies: JSON and CSV as valid UTF-8, anything else is refused with 415. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, unreadable } from './errors.ts'

/** Largest JSON body, in bytes; a route that takes more says so itself. */
export const BODY_LIMIT = 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What the sender says of its letters; US-ASCII is UTF-8, too. */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i
const READ_AS_UTF8 = new Set(['utf-8', 'utf8', 'us-ascii'])

/** Bytes of another charset may be valid UTF-8 and mean something else. */
function refuseOtherCharset(contentType: string | undefined): void {
  const charset = CHARSET.exec(contentType ?? '')?.[1]?.toLowerCase()
  if (charset === undefined || READ_AS_UTF8.has(charset)) return
  throw new AppError(
    415,
    'request.unsupported_media_type',
    `Bodies are read as UTF-8 only, and this one says it is ${charset.slice(0, 40)}.`,
    {
      errors: [
        {
          path: 'content-type',
          code: 'unsupported_charset',
          message: 'Send it in UTF-8, with charset=utf-8 or without any.',
        },
      ],
    },
  )
}

function decode(body: Buffer, contentType: string | undefined): string {
  refuseOtherCharset(contentType)
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
      const text = decode(body as Buffer, request.headers['content-type'])
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
    async (request: FastifyRequest, body: Buffer) => decode(body, request.headers['content-type']),
  )
}
