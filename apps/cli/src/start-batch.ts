/** Qualifies the leads of a choice in one batch on the server: told what it costs first, watched if asked. */
import type { LeadFilter, QueryOf } from '@insa/contracts'
import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { followBatch, requireAll } from './follow-batch.ts'
import { printBatch } from './format-batch.ts'
import { plural, printable } from './format-text.ts'
import type { Session } from './session.ts'

export interface BatchOptions {
  wait?: boolean
  /** Tell what it would cost, and begin nothing. */
  estimate?: boolean
  /** true: in the organization's hours. */
  nights?: true | { from: string; to: string }
  timeZone?: string
  offPeak?: boolean
  /** It may cost what the estimate says. */
  yes?: boolean
}

export async function startBatch(
  session: Session,
  filter: QueryOf<LeadFilter>,
  options: BatchOptions,
): Promise<void> {
  const { client, out, signal } = session
  const { nights, timeZone, offPeak } = options
  const input = {
    leads: { filter },
    window: nights
      ? { ...(nights === true ? {} : nights), ...(timeZone ? { time_zone: timeZone } : {}) }
      : null,
    off_peak: offPeak ?? false,
  }
  const estimate = await client.batches.estimate(input, { signal })
  if (options.estimate) {
    if (out.isJson) return out.json(estimate)
    return out.line(printable(estimate.message))
  }
  if (estimate.leads === 0) {
    if (out.isJson) return out.json(estimate)
    return out.note('No leads to qualify.')
  }
  out.note(printable(estimate.message))
  if (estimate.basis !== 'free' && !options.yes) {
    throw new CliError('Nothing was begun: this costs money.', {
      exitCode: EXIT.usage,
      hint: 'Start it with --yes.',
    })
  }
  const batch = await client.batches.start(input, { signal })
  if (!options.wait) {
    if (out.isJson) return out.json(batch)
    return out.line(
      `Accepted ${plural(batch.total, 'lead')}. Watch them with: insa batches show ${batch.id} --follow`,
    )
  }
  const ended = await followBatch(session, batch.id)
  if (out.isJson) out.json(ended)
  else printBatch(ended, out)
  requireAll(ended, out.isJson)
}
