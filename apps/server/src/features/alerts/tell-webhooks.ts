/**
 * Tells an organization's webhook what fired and what is over, as the JSON of the API's alert. At least once: who receives it
 * tells repetitions by `id` and `status`.
 */
import type { Logger } from 'pino'
import type { Database } from '../../platform/database/database.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { ALERTS } from './alert-settings.ts'
import { claimWebhooks, endWebhook } from './alerts.store.ts'
import { presentAlert } from './present-alert.ts'

/** Milliseconds. */
const ANSWER_MS = 10_000
/** After the first try, the second …; then it is given up, and the log says so. Milliseconds. */
const AGAIN_MS = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000]

interface Deps {
  database: Database
  logger: Logger
}

export async function tellWebhooks(
  { database, logger }: Deps,
  organizationId: string,
  at: Date,
): Promise<void> {
  const { url, due } = await database.tenant(organizationId, async (tx) => ({
    url: (await readSetting(tx, ALERTS)).webhook_url,
    due: await claimWebhooks(tx, at, 2 * ANSWER_MS),
  }))
  for (const row of due) {
    const alert = presentAlert({ ...row, silenced_until: null, silenced_by: null })
    const failure = url === null ? null : await post(url, alert)
    if (failure) logger.warn({ alert: row.id, reason: failure }, 'A webhook was not told')
    const againMs = failure ? AGAIN_MS[row.webhook_attempts - 1] : undefined
    const dueAt = againMs === undefined ? null : new Date(at.getTime() + againMs)
    await database.tenant(organizationId, (tx) => endWebhook(tx, row.id, dueAt))
  }
}

/** @returns why it did not get there; null when it did. */
async function post(url: string, body: unknown): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'insa-crm' },
      body: JSON.stringify(body),
      // Where an alert goes is what the administrator wrote, not what somebody there answers.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.body?.cancel()
    return answer.ok ? null : `It answered ${answer.status}.`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
