/** The first start of a site: an organization, its administrator, a key, and demo leads where they are wanted. */
import type { Program } from '../compose.ts'
import type { Config } from '../config.ts'
import { loadDemo } from '../demo/load-demo.ts'
import type { FirstStartClaim } from '../platform/identity/first-administrator.ts'
import { newPassword } from './reset-password.ts'

export interface FirstStart {
  email: string
  /** Only where it was made up: it is shown once, on the terminal, and never logged. */
  password: string | null
  demoLeads: number
  /** To be handed to `identity.endFirstStart` when it was shown: until then the next start begins anew. */
  claim: FirstStartClaim
}

/** @returns null when somebody can sign in to this site already. */
export async function firstStart(
  program: Pick<Program, 'identity' | 'insertDemoLeads' | 'insertDemoDeals'>,
  config: Config,
  demo: boolean,
): Promise<FirstStart | null> {
  if (!(await program.identity.awaitsFirstStart())) return null
  const { email, password, apiKey } = config.admin
  const chosen = password ?? newPassword()
  const claim = await program.identity.beginFirstStart({
    email,
    password: chosen,
    apiKey,
    organizationName: demo ? 'INSA Demo' : 'INSA',
  })
  if (!claim) return null
  const demoLeads = demo ? await loadDemo(program, claim.organizationId, claim.email) : 0
  return { email: claim.email, password: password ? null : chosen, demoLeads, claim }
}
