/** `insa api`, `worker` and `scheduler`: a part of a site's work each, on one PostgreSQL. */
import { type Command, InvalidArgumentError } from 'commander'
import type { Roles } from '../platform/processes/roles.ts'

type Guarded = <A extends unknown[]>(
  action: (...args: A) => Promise<void>,
) => (...args: A) => Promise<void>

const NOTHING: Roles = { api: false, worker: null, scheduler: false }

export function addRoles(program: Command, guarded: Guarded): void {
  const run = async (name: string, roles: (concurrency: number) => Roles) =>
    (await import('./run-roles.ts')).runRoles({
      command: `insa ${name}`,
      roles: (config) => roles(config.concurrency),
      demo: false,
    })
  program
    .command('api')
    .description('answer requests and serve the console; needs DATABASE_URL')
    .action(guarded(() => run('api', () => ({ ...NOTHING, api: true }))))
  program
    .command('worker')
    .description('run agents; needs DATABASE_URL')
    .option('--agents <types>', 'only these, with commas between; default: every agent', parseTypes)
    .option(
      '--concurrency <n>',
      'executions at the same time; default: INSA_CONCURRENCY',
      parseCount,
    )
    .action(
      guarded(({ agents, concurrency }: { agents?: string[]; concurrency?: number }) =>
        run('worker', (usual) => ({
          ...NOTHING,
          worker: { agentTypes: agents ?? null, concurrency: concurrency ?? usual },
        })),
      ),
    )
  program
    .command('scheduler')
    .description(
      'look after approvals, seal the audit trail, tidy up; of several one acts; needs DATABASE_URL',
    )
    .action(guarded(() => run('scheduler', () => ({ ...NOTHING, scheduler: true }))))
}

function parseTypes(text: string): string[] {
  const types = text.split(',').map((type) => type.trim())
  if (types.some((type) => type === '')) throw new InvalidArgumentError('An empty name.')
  return types
}

/** As INSA_CONCURRENCY. */
const MAX_CONCURRENCY = 64

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > MAX_CONCURRENCY)
    throw new InvalidArgumentError(`A whole number from 1 to ${MAX_CONCURRENCY}.`)
  return count
}
