/** Projects: what was sold, being done. */
import { projectsRoutes } from './projects.routes.ts'
import type { ProjectsDeps } from './projects-deps.ts'

export const projectsFeature = (deps: ProjectsDeps) => ({ routes: [projectsRoutes(deps)] })
