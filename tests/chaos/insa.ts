/** The program as `insa api`, `worker` and `scheduler` start it, with one more agent: one whose tools write into ERPNext. */
import { runRoles } from '../../apps/server/src/commands/run-roles.ts'
import { allRoles, type Roles } from '../../apps/server/src/platform/processes/roles.ts'
import { NOTE_AGENT, noteAgent } from './note-agent.ts'

const NOTHING: Roles = { api: false, worker: null, scheduler: false }

const role = process.argv[2] ?? ''
if (!(role in NOTHING)) throw new Error(`There is no role ${role}, which could run ${NOTE_AGENT}.`)

// Read first: on a machine this busy it takes longer than a connection to PostgreSQL may.
await import('../../apps/server/src/compose.ts')
await runRoles({
  command: `insa ${role}`,
  roles: ({ concurrency }) => ({
    ...NOTHING,
    [role]: allRoles(concurrency)[role as keyof Roles],
  }),
  demo: false,
  moreAgents: [noteAgent],
})
