/** What a process does of a site's work: one does all of it, or several share it on one PostgreSQL. */

export interface Roles {
  /** Answers requests, serves the console. */
  api: boolean
  /** Runs agents. */
  worker: WorkerRole | null
  /** Looks after approvals, seals the audit trail, forgets what is too old: one process at a time. */
  scheduler: boolean
}

export interface WorkerRole {
  /** null: whatever is due. */
  agentTypes: readonly string[] | null
  /** Executions at the same time. */
  concurrency: number
}

export const allRoles = (concurrency: number): Roles => ({
  api: true,
  worker: { agentTypes: null, concurrency },
  scheduler: true,
})

export const roleNames = ({ api, worker, scheduler }: Roles): string[] => [
  ...(api ? ['api'] : []),
  ...(worker ? ['worker'] : []),
  ...(scheduler ? ['scheduler'] : []),
]

/** `worker of lead_qualification, 5 at a time`. */
export const describeRoles = (roles: Roles): string =>
  roleNames(roles)
    .map((name) => (name === 'worker' && roles.worker ? describeWorker(roles.worker) : name))
    .join(', ')

const describeWorker = ({ agentTypes, concurrency }: WorkerRole) =>
  `worker of ${agentTypes?.join(' and ') ?? 'every agent'}, ${concurrency} at a time`
