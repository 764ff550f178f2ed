/** Each part of the system: the real one, or what stands in for it and how to get the real one. */
import type { SystemStatus } from '@insa/contracts'
import type { Config } from '../../config.ts'
import type { Database } from '../../platform/database/database.ts'
import { VERSION } from '../../version.ts'

type Part = SystemStatus['parts'][number]

export async function readSystemStatus(config: Config, database: Database): Promise<SystemStatus> {
  const healthy = await database.ping().then(
    () => true,
    () => false,
  )
  return {
    version: VERSION,
    parts: [
      databasePart(database.kind, healthy),
      ...fixedParts(),
      enginePart(config),
      mailPart(config),
    ],
  }
}

function databasePart(kind: Database['kind'], healthy: boolean): Part {
  return kind === 'postgres'
    ? { name: 'Database', what: 'PostgreSQL, by DATABASE_URL', real: true, hint: null, healthy }
    : {
        name: 'Database',
        what: 'PGlite: PostgreSQL inside this process',
        real: false,
        hint: 'Survives a kill, not a power cut. Set DATABASE_URL for a site that matters.',
        healthy,
      }
}

function fixedParts(): Part[] {
  return [
    {
      name: 'Queue',
      what: 'in this process',
      real: false,
      hint: 'Work is kept in the database; one process runs it.',
      healthy: true,
    },
    {
      name: 'CRM',
      what: 'built-in tables',
      real: false,
      hint: 'ERPNext is not connected in this version.',
      healthy: true,
    },
  ]
}

function enginePart({ modelKeyPresent }: Config): Part {
  const hint = modelKeyPresent
    ? 'A model key is set, but this version judges with the baseline only.'
    : 'Deterministic rules, no model. Results say so.'
  return { name: 'Engine', what: 'baseline', real: false, hint, healthy: true }
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
