/**
 * What every process sees of itself and notes down: requests that wait for a connection, MCP servers that it cannot call. Alerts
 * of the site are the alerts of the organization that it belongs to.
 */
import type { Logger } from 'pino'
import type { Database, PoolState } from '../../platform/database/database.ts'
import { repeat } from '../../platform/processes/repeat.ts'
import type { Duty } from '../../platform/processes/scheduler.ts'
import { BREAK_MS, LOOK_MS } from './alert-rules.ts'
import { noteSighting, type Sighting } from './alerts.store.ts'

export interface SiteView {
  /** Tells this process from the others. */
  process: string
  pool: PoolState | null
  servers: readonly { name: string; isUp: boolean }[]
}

export interface SiteWatchDeps {
  database: Database
  logger: Logger
  findFirstOrganization: () => Promise<string | null>
  view: () => SiteView
  /** The clock that all processes share. */
  now: () => Date
}

export interface SiteWatch extends Duty {
  /** One look. @param at the moment that it is taken for. */
  look(at: Date): Promise<void>
}

export function createSiteWatch(deps: SiteWatchDeps): SiteWatch {
  const look = async (at: Date) => {
    const sightings = lookAtSite(deps.view())
    if (sightings.length === 0) return
    const organizationId = await deps.findFirstOrganization()
    if (organizationId === null) return
    await deps.database.tenant(organizationId, async (tx) => {
      for (const sighting of sightings) await noteSighting(tx, sighting, at, BREAK_MS)
    })
  }
  const duty = repeat(() => look(deps.now()), {
    everyMs: LOOK_MS,
    atOnce: false,
    onError: (error) =>
      deps.logger.error({ err: error }, 'What this process sees could not be noted'),
  })
  return { ...duty, look }
}

const lookAtSite = ({ process, pool, servers }: SiteView): Sighting[] => [
  ...(pool && pool.waiting > 0
    ? [{ rule: 'database_pool' as const, subject: process, value: pool.waiting, threshold: 0 }]
    : []),
  ...servers
    .filter((s) => !s.isUp)
    .map(({ name }) => ({ rule: 'mcp_server' as const, subject: name, value: 1, threshold: 0 })),
]
