import { PROJECT_SORTS, ProjectListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = ProjectListQuery

export const ProjectsSearch = z.object({
  q: shape.q.catch(undefined),
  sort: z.enum(PROJECT_SORTS).optional().catch(undefined),
  status: shape.status.catch(undefined),
})
export type ProjectsSearch = z.infer<typeof ProjectsSearch>
