/** Watches a batch to its end, with a bar. */
import { setTimeout as pause } from 'node:timers/promises'
import type { QualificationBatch } from '@insa/contracts'
import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { doneOf, waitLine } from './format-batch.ts'
import { plural } from './format-text.ts'
import type { Session } from './session.ts'

/** Its counts are no younger on the server. Milliseconds. */
const LOOK_MS = 2_000

/** Ctrl-C stops the watching, never the batch. @returns it as it ended. */
export async function followBatch(session: Session, id: string): Promise<QualificationBatch> {
  const { client, out, signal } = session
  const progress = session.progress('Qualifying')
  let told: string | null = null
  try {
    for (;;) {
      const batch = await client.batches.get(id, { signal })
      progress.update(doneOf(batch), batch.total)
      if (batch.finished_at !== null) return batch
      const waits = waitLine(batch)
      if (waits !== told && waits !== null) out.note(waits)
      told = waits
      await pause(LOOK_MS, undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
    throw new CliError('Stopped watching; the batch goes on.', {
      exitCode: EXIT.interrupted,
      hint: `Look again with: insa batches show ${id} --follow`,
    })
  } finally {
    progress.stop()
  }
}

/** Throws unless every lead was qualified. */
export function requireAll({ id, status, failed }: QualificationBatch, isReported: boolean): void {
  if (status === 'finished' && failed === 0) return
  const what =
    status === 'cancelled' ? 'The batch was cancelled' : `${plural(failed, 'lead')} failed`
  throw new CliError(`${what}.`, {
    exitCode: EXIT.executionFailed,
    ...(isReported ? {} : { hint: `How it went: insa batches show ${id}` }),
    isReported,
  })
}
