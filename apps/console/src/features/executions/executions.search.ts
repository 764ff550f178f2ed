import { ExecutionListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = ExecutionListQuery

/** The list's state in the URL. */
export const ExecutionsSearch = z.object({
  q: shape.q.catch(undefined),
  status: shape.status.catch(undefined),
  agent_type: shape.agent_type.catch(undefined),
  lead_id: shape.lead_id.catch(undefined),
})
export type ExecutionsSearch = z.infer<typeof ExecutionsSearch>
