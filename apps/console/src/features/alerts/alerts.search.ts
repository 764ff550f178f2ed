import { AlertStatus } from '@insa/contracts'
import { z } from 'zod'

export const AlertsSearch = z.object({ status: AlertStatus.optional().catch(undefined) })
export type AlertsSearch = z.infer<typeof AlertsSearch>
