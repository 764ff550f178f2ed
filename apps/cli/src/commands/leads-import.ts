import { type EventPayload, type Execution, LeadImportResult } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { followExecution, requireSuccess } from '../follow-execution.ts'
import { plural } from '../format-text.ts'
import { oneOf } from '../parse-option.ts'
import { IMPORT_FORMATS, type ImportFormat, readImportFile } from '../read-import-file.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'

interface Options extends ConnectionOptions {
  format?: ImportFormat
  wait: boolean
  idempotencyKey?: string
}

export function leadsImport(config: CliConfig): Command {
  const command = new Command('import')
    .description('import leads from CSV, a JSON array or JSON lines: all rows, or none')
    .argument('<file>', 'the file, or - for standard input')
    .option(
      '--format <format>',
      'csv, json or jsonl (else by the name of the file, or by its first character)',
      oneOf(IMPORT_FORMATS),
    )
    .option('--no-wait', 'answer as soon as the server has the rows')
    .option('--idempotency-key <key>', 'the same key imports once, however often it is sent')
    .addHelpText(
      'after',
      '\nColumns of a CSV (first line) and keys of a JSON row: lead_name, company_name, job_title, email_id,\n' +
        'phone, website, city, country, industry, no_of_employees, annual_revenue, source, message, lead_owner.\n' +
        'Each row needs lead_name, company_name or email_id. At most 10,000 rows.',
    )
  return withConnectionOptions(command).action((file: string, options: Options) =>
    withSession(config, options, (session) => importLeads(session, file, options)),
  )
}

async function importLeads(session: Session, file: string, options: Options): Promise<void> {
  const { client, out, signal, config } = session
  const input = await readImportFile(file, { format: options.format, stdin: config.stdin })
  const call = { signal, idempotencyKey: options.idempotencyKey }
  const accepted =
    input.format === 'csv'
      ? await client.leads.importCsv(input.text, call)
      : await client.leads.importJson(input.rows, call)
  if (!options.wait) {
    if (out.isJson) return out.json(accepted)
    return out.line(`Accepted. Follow it with: insa executions show ${accepted.id} --follow`)
  }
  const finished = await withProgress(session, accepted)
  if (out.isJson) out.json(finished)
  requireSuccess(finished, out.isJson)
  if (!out.isJson) out.line(summaryOf(finished))
}

async function withProgress(session: Session, { id }: Execution): Promise<Execution> {
  const progress = session.progress('Importing')
  const show = (payload: EventPayload) => {
    if (payload.type !== 'execution.progress') return
    progress.update(payload.progress.done, payload.progress.total)
  }
  try {
    return await followExecution(session, id, show)
  } finally {
    progress.stop()
  }
}

function summaryOf({ output_data }: Execution): string {
  const result = LeadImportResult.safeParse(output_data)
  if (!result.success) return 'Imported.'
  const next = result.data.qualifying ? ' They are being qualified now.' : ''
  return `Imported ${plural(result.data.imported, 'lead')}.${next}`
}
