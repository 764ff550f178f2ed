/** Alerts: what is wrong, and who is told. What finds it: watch-alerts.ts, watch-site.ts. */
import { type AlertSettingsDeps, alertSettingsRoutes } from './alert-settings.routes.ts'
import { type AlertsRoutesDeps, alertsRoutes } from './alerts.routes.ts'

export const alertsFeature = (deps: AlertsRoutesDeps & AlertSettingsDeps) => ({
  routes: [alertsRoutes(deps), alertSettingsRoutes(deps)],
})
