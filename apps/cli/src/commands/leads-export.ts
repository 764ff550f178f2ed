import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Lead } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { exportColumns } from '../export-columns.ts'
import { csvLine } from '../format-csv.ts'
import { plural } from '../format-text.ts'
import { type LeadFilters, leadQuery, withLeadFilters } from '../lead-filters.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'

interface Options extends ConnectionOptions, LeadFilters {
  importable?: boolean
}

export function leadsExport(config: CliConfig): Command {
  const command = withLeadFilters(new Command('export'))
    .description('write all leads that match to stdout: as CSV, or with --json one lead a line')
    .option('--importable', 'only the columns, and the bare text, that `insa leads import` takes')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async (session) => {
      const { config, out, signal } = session
      const count = { leads: 0 }
      const lines = Readable.from(exportLines(session, options, count))
      await pipeline(lines, config.stdout, { end: false, signal })
      out.note(`Exported ${plural(count.leads, 'lead')}.`)
    }),
  )
}

/** Counts as it goes: leads come page by page and are never all in memory. */
async function* exportLines(
  { client, out, signal }: Session,
  options: Options,
  count: { leads: number },
): AsyncGenerator<string> {
  const columns = exportColumns(options.importable ?? false)
  const isForSpreadsheets = !options.importable
  if (!out.isJson) yield csvLine(Object.keys(columns), { isForSpreadsheets })
  for await (const lead of client.leads.each({ ...leadQuery(options), limit: 200 }, { signal })) {
    count.leads += 1
    const values = Object.entries(columns).map(([name, pick]) => [name, pick(lead)] as const)
    yield out.isJson
      ? `${JSON.stringify(jsonOf(lead, values, options))}\n`
      : csvLine(
          values.map(([, value]) => value),
          { isForSpreadsheets },
        )
  }
}

/** The whole lead, or what an import takes of it. */
const jsonOf = (lead: Lead, values: readonly (readonly [string, unknown])[], options: Options) =>
  options.importable ? Object.fromEntries(values.filter(([, value]) => value !== null)) : lead
