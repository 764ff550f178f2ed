import { AuditListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = AuditListQuery

export const AuditSearch = z.object({
  action: shape.action.catch(undefined),
  subject_id: shape.subject_id.catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>
