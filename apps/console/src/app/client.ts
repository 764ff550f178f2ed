import { createClient } from '@insa/contracts'
import { organizationId } from './organization.ts'

/** The one client of the console: same origin, session cookie, the organization that the person chose. */
export const client = createClient({ baseUrl: '', organizationId })
