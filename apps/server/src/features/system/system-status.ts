/** Each part of the system: the real one, or what stands in for it and how to get the real one. */
import type { SystemStatus } from '@insa/contracts'
import type { Config } from '../../config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { EngineChoice } from '../../platform/engines/choose-engine.ts'
import type { Engine } from '../../platform/engines/engine.ts'
import type { McpManager } from '../../platform/gateway/mcp-manager.ts'
import { processesPart } from '../../platform/processes/describe-processes.ts'
import type { Presence } from '../../platform/processes/presence.ts'
import type { RedisConnections } from '../../platform/redis/connect-redis.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'
import { VERSION } from '../../version.ts'

type Part = SystemStatus['parts'][number]

export async function readSystemStatus(
  config: Config,
  database: Database,
  real: {
    crm: ChosenCrm
    choice: EngineChoice
    engine: Engine
    mcp: Pick<McpManager, 'config' | 'servers'>
    redis: Pick<RedisConnections, 'version' | 'place'> | null
    presence: Pick<Presence, 'read'>
    runtime: Pick<Runtime, 'agents'>
  },
): Promise<SystemStatus> {
  const healthy = await database.ping().then(
    () => true,
    () => false,
  )
  return {
    version: VERSION,
    parts: [
      await databasePart(database, healthy),
      await queuePart(database.kind, real.redis),
      await processesPart(real.presence, [...real.runtime.agents.keys()]),
      crmPart(real.crm),
      enginePart(real.choice, real.engine.isResting?.() ?? false),
      mailPart(config),
      toolsPart(real.mcp),
    ],
  }
}

async function databasePart(database: Database, healthy: boolean): Promise<Part> {
  if (database.kind === 'pglite')
    return {
      name: 'Database',
      what: 'PGlite: PostgreSQL inside this process',
      real: false,
      hint: 'Survives a kill, not a power cut. Set DATABASE_URL for a site that matters.',
      healthy,
    }
  const hints = await database.hints()
  return {
    name: 'Database',
    what: 'PostgreSQL, by DATABASE_URL',
    real: true,
    hint: hints.length === 0 ? null : `${hints.map(({ hint }) => hint).join('. ')}.`,
    healthy: healthy && hints.every((hint) => hint.healthy),
  }
}

async function queuePart(
  kind: Database['kind'],
  redis: Pick<RedisConnections, 'version' | 'place'> | null,
): Promise<Part> {
  if (redis) {
    const version = await redis.version()
    return {
      name: 'Queue',
      what: `Redis${version ? ` ${version}` : ''}, ${redis.place}`,
      real: true,
      hint: version
        ? null
        : 'Redis does not answer. Work is kept in the database, and workers look there every 5 s.',
      healthy: version !== null,
    }
  }
  const hint =
    kind === 'pglite'
      ? 'Work is kept in the database; one process runs it.'
      : 'Work is kept in the database, where other processes look every 5 s. Set REDIS_URL to wake them at once.'
  return { name: 'Queue', what: 'in this process', real: false, hint, healthy: true }
}

/** What the system part of a site says of its CRM; as erpnext-tools choose it. */
type ChosenCrm = { kind: 'erpnext'; url: string } | { kind: 'built-in'; why: string }

function crmPart(crm: ChosenCrm): Part {
  return crm.kind === 'erpnext'
    ? {
        name: 'CRM',
        what: `agents’ tools work in ERPNext at ${new URL(crm.url).host}`,
        real: true,
        hint: 'Leads are read and judged in our own tables. insa erpnext verify looks at the site.',
        healthy: true,
      }
    : { name: 'CRM', what: 'built-in tables', real: false, hint: crm.why, healthy: true }
}

function enginePart(choice: EngineChoice, isResting: boolean): Part {
  const real = choice.name !== 'baseline'
  const where = real ? `, model at ${new URL(choice.upstream.baseUrl).host}` : ''
  const rules = real ? '' : 'Deterministic rules, no model; results say so.'
  const down = isResting
    ? 'The model does not answer, so the baseline judges; the log says why.'
    : ''
  const hint = [rules, choice.hint, down].filter(Boolean).join(' ')
  return {
    name: 'Engine',
    what: `${choice.name}${where} (${choice.why})`,
    real,
    hint: hint === '' ? null : hint,
    healthy: !isResting,
  }
}

function mailPart({ smtpUrl }: Config): Part {
  return smtpUrl
    ? {
        name: 'Mail',
        what: `SMTP, ${new URL(smtpUrl).hostname}`,
        real: true,
        hint: null,
        healthy: true,
      }
    : {
        name: 'Mail',
        what: 'kept, to be read in the console',
        real: false,
        hint: 'Set SMTP_URL to send it.',
        healthy: true,
      }
}

function toolsPart({ config, servers }: Pick<McpManager, 'config' | 'servers'>): Part {
  const { file, faults } = config
  if (file === null) {
    return {
      name: 'Tools',
      what: 'our own only',
      real: false,
      hint: 'Name MCP servers in ./.mcp.json to add theirs.',
      healthy: true,
    }
  }
  const named = [...servers.keys()].join(', ')
  const what = `${file}, ${servers.size} MCP ${servers.size === 1 ? 'server' : 'servers'}`
  const unusable = faults.map((f) => (f.name === null ? f.message : `${f.name}: ${f.message}`))
  const down = [...servers].flatMap(([name, server]) => {
    const { status, lastError } = server.state()
    return status === 'waiting' ? [`${name}: ${lastError}`] : []
  })
  const hints = [...told('Not usable', unusable), ...told('Down', down)]
  return {
    name: 'Tools',
    what: named === '' ? what : `${what}: ${named}`,
    real: true,
    hint: hints.length === 0 ? null : hints.join('. '),
    healthy: hints.length === 0,
  }
}

const told = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}: ${lines.map((l) => l.replace(/\.$/, '')).join('; ')}`]
