import type { z } from 'zod'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import {
  type BrowserError,
  ErrorGroup,
  ErrorGroupDetail,
  type ErrorListQuery,
  type ErrorStatus,
} from './error-groups.ts'

const ErrorPage = pageOf(ErrorGroup)
const PATH = '/api/v1/errors'
const one = (id: string) => `${PATH}/${encodeURIComponent(id)}`

export function errorsClient({ send, run }: Transport) {
  return {
    /** Those that were seen last come first, unless asked otherwise. */
    list: (query: QueryOf<ErrorListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: PATH, query }, ErrorPage, call),
    get: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: one(id) }, ErrorGroupDetail, call),
    /** It is resolved, ignored, or open again. */
    decide: (id: string, status: ErrorStatus, call?: CallOptions) =>
      send({ method: 'PUT', path: `${one(id)}/status`, json: { status } }, ErrorGroupDetail, call),
    /** Tells of an error in the console. */
    report: (error: z.input<typeof BrowserError>, call?: CallOptions) =>
      run({ method: 'POST', path: '/api/v1/browser-errors', json: error }, call),
  }
}
