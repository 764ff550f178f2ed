/** What was meant to happen outside, as our rows say, and what did, as the other side's do. */
import { queryPostgres } from '../../apps/server/src/testing/fresh-postgres.ts'
import type { ChaosSite } from './chaos-site.ts'
import { NOTE_AGENT } from './note-agent.ts'

export interface Intended {
  /** Tells it from every other effect, on both sides. */
  key: string
  /** As our rows say. */
  fate: 'done' | 'unknown' | 'did not happen'
}

export interface Effects {
  intended: Intended[]
  /** How often each happened, by its key. */
  happened: Map<string, number>
}

export async function countEffects(site: ChaosSite): Promise<Record<string, Effects>> {
  return {
    mails: await mails(site),
    'leads in ERPNext': await leads(site),
    'scores in ERPNext': await scores(site),
    'agents’ notes in ERPNext': await notes(site),
  }
}

function tally(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const MAIL_FATES: Record<string, Intended['fate']> = {
  sent: 'done',
  unknown: 'unknown',
  failed: 'did not happen',
}

async function mails({ postgres, mail }: ChaosSite): Promise<Effects> {
  const rows = await queryPostgres(postgres.url, 'select id, status from outgoing_mails')
  return {
    intended: rows.map(({ id, status }) => ({
      key: String(id),
      fate: MAIL_FATES[String(status)] ?? 'did not happen',
    })),
    happened: tally(
      mail.received.map(({ text }) => /message-id: <([^@>]+)@/i.exec(text)?.[1] ?? 'no id'),
    ),
  }
}

async function leads({ postgres, erpnext }: ChaosSite): Promise<Effects> {
  const rows = await queryPostgres(postgres.url, 'select id from leads')
  return {
    intended: rows.map(({ id }) => ({ key: String(id), fate: 'done' })),
    happened: tally(erpnext.site.db.rows('Lead').map((row) => String(row.custom_insa_id))),
  }
}

async function scores({ postgres, erpnext }: ChaosSite): Promise<Effects> {
  const rows = await queryPostgres(postgres.url, 'select execution_id from lead_score_history')
  return {
    intended: rows.map(({ execution_id }) => ({ key: String(execution_id), fate: 'done' })),
    happened: tally(erpnext.site.db.rows('Lead Score').map((row) => String(row.execution_id))),
  }
}

const MARK = /chaos-[0-9a-f-]{36}/

async function notes({ postgres, erpnext }: ChaosSite): Promise<Effects> {
  const rows = await queryPostgres(
    postgres.url,
    `select input_data->>'mark' as mark, e.status,
      exists (select from tool_calls c where c.execution_id = e.id and c.status = 'unknown') as unknown
     from agent_executions e where agent_type = '${NOTE_AGENT}'`,
  )
  const written = [
    ...erpnext.site.db
      .rows('Opportunity')
      .flatMap(({ notes: of }) => (Array.isArray(of) ? of : []))
      .map(({ note }: { note?: unknown }) => String(note)),
    ...erpnext.site.db.rows('Communication').map(({ content }) => String(content)),
  ]
  return {
    intended: rows.map(({ mark, status, unknown }) => ({
      key: String(mark),
      fate: status === 'succeeded' ? 'done' : unknown ? 'unknown' : 'did not happen',
    })),
    happened: tally(written.flatMap((text) => MARK.exec(text)?.[0] ?? [])),
  }
}
