/** Keeps other sites' pages from acting with our visitor's cookie. SameSite=Lax is the first fence, this the second. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '../http/errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets through what a browser says comes from our own pages, and what no browser sent. Only for requests whose right is
 * a cookie, or that set one: a key in a header is never sent by a browser on its own.
 * @throws AppError 403 `auth.cross_site`.
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method) || isOurs(request, publicUrl)) return
  throw new AppError(403, 'auth.cross_site', 'This request comes from a page of another site.')
}

function isOurs(request: FastifyRequest, publicUrl: string): boolean {
  // The browser's own word, which no page can set. `none`: typed or bookmarked.
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  // By host too: on a laptop the same server is localhost and 127.0.0.1, behind a proxy it may have another scheme.
  if (new URL(origin).host === request.headers.host) return true
  return URL.canParse(publicUrl) && origin === new URL(publicUrl).origin
}
