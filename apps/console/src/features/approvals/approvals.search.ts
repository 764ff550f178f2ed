import { ApprovalStatus } from '@insa/contracts'
import { z } from 'zod'

/** What waits is what one comes for; `all` shows what was decided, `unknown` what somebody has to look after. */
export const ApprovalsView = z.union([ApprovalStatus, z.enum(['all', 'unknown'])])
export type ApprovalsView = z.infer<typeof ApprovalsView>

export const ApprovalsSearch = z.object({
  show: ApprovalsView.optional().catch(undefined),
})
export type ApprovalsSearch = z.infer<typeof ApprovalsSearch>
