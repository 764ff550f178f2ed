/** The built console: static files, and its page for every path that is not the API's. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const DIST = fileURLToPath(new URL('../../../../console/dist/', import.meta.url))

/** Serves the console where it was built. @returns how to answer a path nobody knows: its page, or false. */
export async function addConsole(
  app: FastifyInstance,
): Promise<(request: FastifyRequest, reply: FastifyReply) => boolean> {
  if (!existsSync(`${DIST}index.html`)) return () => false
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true }
    })
    await pages.register(fastifyStatic, {
      root: DIST,
      wildcard: true,
      index: ['index.html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        // Vite puts a hash of the content into the names under assets/.
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  })
  return (request, reply) => {
    const wantsPage =
      request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (!wantsPage || /^\/(api|healthz|readyz|metrics|openapi\.json)/.test(request.url))
      return false
    void reply.header('cache-control', 'no-cache').sendFile('index.html')
    return true
  }
}
