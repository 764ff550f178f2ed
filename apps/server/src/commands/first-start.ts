/** The first start of a site: an organization, its administrator, a key, and demo leads where they are wanted. */
import { randomBytes } from 'node:crypto'
import type { Program } from '../compose.ts'
import type { Config } from '../config.ts'
import { loadDemo } from '../demo/load-demo.ts'

export interface FirstStart {
  email: string
  /** Only where it was made up: it is shown once, on the terminal, and never logged. */
  password: string | null
  demoLeads: number
}

/** @returns null when the site has its first administrator already. */
export async function firstStart(
  program: Program,
  config: Config,
  demo: boolean,
): Promise<FirstStart | null> {
  if (await program.identity.hasAnyUser()) return null
  const { email, password, apiKey } = config.admin
  const chosen = password ?? randomBytes(12).toString('base64url')
  const { organizationId, created } = await program.identity.createFirstAdministrator({
    email,
    password: chosen,
    apiKey,
    organizationName: demo ? 'INSA Demo' : 'INSA',
  })
  if (!created) return null
  const demoLeads = demo ? await loadDemo(program, organizationId) : 0
  return { email, password: password ? null : chosen, demoLeads }
}
