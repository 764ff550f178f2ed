/** /api/v1/settings/sales-process. */
import { SalesProcess, SalesProcessInput } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RecordDeps } from '../../platform/records/record-kind.ts'
import { callOf } from '../../platform/records/record-routes.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { changeSalesProcess, SALES_PROCESS } from './sales-process.ts'

const tags = ['Settings']
const URL = '/api/v1/settings/sales-process'

export const salesProcessRoutes =
  (deps: RecordDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      URL,
      {
        schema: { tags, summary: 'Stages of the sales process', response: { 200: SalesProcess } },
        config: { permission: 'settings:read' },
      },
      ({ actor }) =>
        deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, SALES_PROCESS)),
    )
    app.put(
      URL,
      {
        schema: {
          tags,
          summary: 'Set the stages of the sales process',
          description:
            'Open opportunities follow to a stage’s new name (`was` tells the old one) and its new probability.',
          body: SalesProcessInput,
          response: { 200: SalesProcess },
        },
        config: { permission: 'settings:write' },
      },
      (request) => changeSalesProcess(deps, callOf(request), request.body),
    )
  }
