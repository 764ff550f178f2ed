/** All that may be called under /api/method/. */
import { CLIENT_METHODS } from './client-methods.ts'
import { DESK_METHODS } from './desk-methods.ts'
import { FILE_METHODS } from './file-methods.ts'
import { MAPPER_METHODS } from './mapper-methods.ts'
import type { Methods } from './method.ts'

export const METHODS: Methods = {
  ping: { guest: true, run: () => 'pong' },
  'frappe.auth.get_logged_user': { run: (ctx) => ctx.user },
  ...CLIENT_METHODS,
  ...DESK_METHODS,
  ...FILE_METHODS,
  ...MAPPER_METHODS,
}
