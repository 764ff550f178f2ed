/** Costs: what models cost, and how much they may. */
import type { ChangeSettingDeps } from '../../platform/settings/change-setting.ts'
import { costsRoutes } from './costs.routes.ts'

export const costsFeature = (deps: ChangeSettingDeps) => ({ routes: [costsRoutes(deps)] })
