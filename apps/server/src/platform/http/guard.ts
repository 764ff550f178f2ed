/** Who may: one hook for every route, and a route that says nothing about it is refused at start. */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Identity } from '../identity/identity.ts'
import { forbidden, unauthenticated } from './errors.ts'

/** Adds authentication and the permission check. Call before any route is registered. */
export function addGuard(app: FastifyInstance, authenticate: Identity['authenticate']): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => routes.forEach(refuseUnguarded))
  app.addHook('onRequest', async (request) => {
    const { config, url } = request.routeOptions
    const { open, permission } = config
    // Unknown paths answer like known ones: nobody learns without a key what exists. The console's files are looked for
    // under every path, so an unknown one of the API gets here as theirs.
    const isUnknown = request.is404 || (url === '/*' && request.url.startsWith('/api/'))
    if (open && !isUnknown) return
    const actor = await authenticate(request)
    if (!actor) throw unauthenticated()
    request.actor = actor
    if (permission && !actor.permissions.has(permission)) {
      throw forbidden(
        `This needs the right ${permission}, which the role ${actor.role} or this key does not have.`,
      )
    }
  })
}

function refuseUnguarded(route: RouteOptions): void {
  const { open, signedIn, permission } = route.config ?? {}
  if (!open && !signedIn && !permission) {
    throw new Error(
      `Route ${route.method} ${route.url} says neither open, signedIn nor permission.`,
    )
  }
}
