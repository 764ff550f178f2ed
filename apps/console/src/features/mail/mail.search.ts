import { MailStatus, Uuid } from '@insa/contracts'
import { z } from 'zod'

export const MailSearch = z.object({
  status: MailStatus.optional().catch(undefined),
  /** The mail that is open. */
  open: Uuid.optional().catch(undefined),
})
export type MailSearch = z.infer<typeof MailSearch>
