/** Activities: what was said and done, and what is still to do. */
import type { RecordDeps } from '../../platform/records/record-kind.ts'
import { activitiesRoutes } from './activities.routes.ts'

export const activitiesFeature = (deps: RecordDeps) => ({ routes: [activitiesRoutes(deps)] })
