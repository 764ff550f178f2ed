/** The part of a site's status that tells which processes run it. */
import type { SystemStatus } from '@insa/contracts'
import type { Presence } from './presence.ts'
import type { ProcessRow } from './processes.store.ts'

type Part = SystemStatus['parts'][number]

/** @param typesWithWork agent types that a worker should run. */
export async function processesPart(
  presence: Pick<Presence, 'read'>,
  agentTypes: readonly string[],
): Promise<Part> {
  const found = await presence.read().catch(() => undefined)
  const part = { name: 'Processes', real: true }
  if (found === undefined)
    return { ...part, what: 'not known', hint: 'The database does not answer.', healthy: false }
  if (found === null) {
    const hint = 'Several processes need DATABASE_URL.'
    return { ...part, what: 'this one alone', real: false, hint, healthy: true }
  }
  const { alive, scheduler } = found
  const faults = [
    ...(scheduler === null ? ['No scheduler acts: start insa scheduler'] : []),
    ...missingWorkers(alive, agentTypes),
    ...differing(alive),
  ]
  return {
    ...part,
    what: alive.map((p) => describe(p, p.id === scheduler && alive.length > 1)).join('; '),
    hint: faults.length === 0 ? null : `${faults.join('. ')}.`,
    healthy: faults.length === 0,
  }
}

function describe({ roles, agent_types, concurrency, host, pid }: ProcessRow, acts: boolean) {
  const named = roles.map((role) => {
    if (role === 'worker')
      return `worker (${agent_types?.join(', ') ?? 'every agent'}, ${concurrency})`
    return role === 'scheduler' && acts ? 'scheduler (acts)' : role
  })
  return `${named.join(' + ')} on ${host}, pid ${pid}`
}

function missingWorkers(alive: readonly ProcessRow[], agentTypes: readonly string[]): string[] {
  const workers = alive.filter((p) => p.roles.includes('worker'))
  const missing = agentTypes.filter(
    (type) => !workers.some((w) => w.agent_types === null || w.agent_types.includes(type)),
  )
  return missing.length === 0 ? [] : [`No worker runs ${missing.join(', ')}: start insa worker`]
}

function differing(alive: readonly ProcessRow[]): string[] {
  const versions = new Set(alive.map((p) => p.version))
  return [
    ...(new Set(alive.map((p) => p.key_id)).size > 1
      ? ['Processes sign with different keys: give all the same INSA_SECRET_KEY']
      : []),
    ...(versions.size > 1 ? [`Different versions run: ${[...versions].join(', ')}`] : []),
  ]
}
