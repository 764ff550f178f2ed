/** GET /api/v1/costs, and the limits. */
import { BudgetSettings, Costs, CostsQuery } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { BUDGETS } from '../../platform/budget/budget-settings.ts'
import { type ChangeSettingDeps, changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { readCosts } from './read-costs.ts'

export const costsRoutes =
  (deps: ChangeSettingDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/costs',
      {
        schema: {
          tags: ['Costs'],
          summary: 'What models cost, by day, agent, model, lead, execution or step',
          querystring: CostsQuery,
          response: { 200: Costs },
        },
        config: { permission: 'costs:read' },
      },
      ({ actor, query }) => readCosts(deps.database, actor.organizationId, query),
    )
    app.get(
      '/api/v1/settings/budgets',
      {
        schema: {
          tags: ['Settings'],
          summary: 'How much models may cost',
          response: { 200: BudgetSettings },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor }) => deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, BUDGETS)),
    )
    app.put(
      '/api/v1/settings/budgets',
      {
        schema: {
          tags: ['Settings'],
          summary: 'Set how much models may cost',
          body: BudgetSettings,
          response: { 200: BudgetSettings },
        },
        config: { permission: 'settings:write' },
      },
      ({ actor, body, id }) => changeSetting(deps, actor, BUDGETS, body, id),
    )
  }
