/** What must hold after chaos, whatever died when. */
import { setTimeout as sleep } from 'node:timers/promises'
import { queryPostgres } from '../../apps/server/src/testing/fresh-postgres.ts'
import type { MailServer } from '../../apps/server/src/testing/mail-server.ts'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { runQuietly } from '../../scripts/run-quietly.mjs'

export interface Finding {
  promise: string
  kept: boolean
  found: string
}

export interface Books {
  url: string
  leads: number
  mail: Pick<MailServer, 'received'>
  env: NodeJS.ProcessEnv
  /** Longest wait for the work to be done, in milliseconds. */
  until: number
}

const INSA = new URL('../../apps/server/bin/insa.mjs', import.meta.url).pathname

/** The change of settings at the beginning has a run of its own, of another agent. */
const QUALIFICATIONS = `agent_executions where agent_type = 'lead_qualification'`

/** Waits until nothing is left to do, then counts. */
export async function readBooks({ url, leads, mail, env, until }: Books): Promise<Finding[]> {
  const count = async (query: string) =>
    Number((await queryPostgres(url, `select count(*)::int as n from ${query}`))[0]?.n)
  const stuck = () =>
    count(`(select id from agent_executions where finished_at is null
      union all select id from outgoing_mails where status in ('queued', 'sending')
      union all select id from events where seq is null
      union all select entry_id from audit_unsealed) left_over`)
  const giveUpAt = Date.now() + until
  while ((await stuck()) > 0 && Date.now() < giveUpAt) await sleep(500)

  const is = (promise: string, found: number, wanted: number): Finding => ({
    promise,
    kept: found === wanted,
    found: `${found} of ${wanted}`,
  })
  const mails = await queryPostgres(url, 'select id, status from outgoing_mails')
  const received = new Map<string, number>()
  for (const { text } of mail.received) {
    const id = /message-id: <([^@>]+)@/i.exec(text)?.[1] ?? 'none'
    received.set(id, (received.get(id) ?? 0) + 1)
  }
  const statusOf = new Map(mails.map((m) => [String(m.id), String(m.status)]))
  const sent = [...statusOf].filter(([, status]) => status === 'sent')
  const unknown = [...statusOf].filter(([, status]) => status === 'unknown')
  const audit = await runQuietly(pinnedNode(), [INSA, 'audit', 'verify'], {
    env: { PATH: process.env.PATH, ...env },
  })
  return [
    is('nothing is left over: no run, mail, event or audit entry', await stuck(), 0),
    is('every acknowledged lead is there once', await count('leads'), leads),
    is(
      'every run succeeded, one for each lead',
      await count(`${QUALIFICATIONS} and status = 'succeeded'`),
      leads,
    ),
    is('and no other qualification is there', await count(QUALIFICATIONS), leads),
    is('every lead has one score in its history', await count('lead_score_history'), leads),
    is(
      'no step was recorded twice',
      await count(
        '(select 1 from execution_steps group by execution_id, seq having count(*) > 1) twice',
      ),
      0,
    ),
    is('one mail was intended for each lead', mails.length, leads),
    is('every intended mail is sent or of unknown fate', sent.length + unknown.length, leads),
    is('no mail arrived twice', [...received.values()].filter((times) => times > 1).length, 0),
    is('every sent one arrived', sent.filter(([id]) => received.has(id)).length, sent.length),
    {
      promise: 'the audit chain verifies',
      kept: audit.code === 0,
      found: audit.code === 0 ? 'yes' : audit.output.trim(),
    },
  ]
}
