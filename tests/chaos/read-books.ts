/** What must hold after chaos, whatever died when: first nothing may be left to do, then what we wrote down is held against what was done. */
import { setTimeout as sleep } from 'node:timers/promises'
import { queryPostgres } from '../../apps/server/src/testing/fresh-postgres.ts'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { runQuietly } from '../../scripts/run-quietly.mjs'
import type { ChaosSite } from './chaos-site.ts'
import { countEffects, type Effects, type Intended } from './count-effects.ts'
import { NOTE_AGENT } from './note-agent.ts'
import type { Work } from './work.ts'

export interface Finding {
  promise: string
  kept: boolean
  found: string
}

const INSA = new URL('../../apps/server/bin/insa.mjs', import.meta.url).pathname
const LOOK_MS = 500

const is = (promise: string, found: number, wanted: number): Finding => ({
  promise,
  kept: found === wanted,
  found: `${found} of ${wanted}`,
})
const none = (promise: string, found: readonly string[]): Finding => ({
  promise,
  kept: found.length === 0,
  found: found.length === 0 ? 'none' : `${found.length}: ${found.slice(0, 3).join('; ')}`,
})

/** Rows that wait for somebody, by where they are. */
const LEFT_OVER = `
  select 'run ' || status as what from agent_executions where finished_at is null
  union all select 'claim of a run that has ended' from agent_executions where finished_at is not null and claimed_by is not null
  union all select 'call ' || c.status from tool_calls c where c.status = 'running'
  union all select 'step ' || s.status from execution_steps s join agent_executions e on e.id = s.execution_id
    where s.finished_at is null and e.finished_at is not null
  union all select 'question ' || status from approvals where status = 'pending'
  union all select 'mail ' || status from outgoing_mails where status in ('queued', 'sending')
  union all select 'event without a number' from events where seq is null
  union all select 'audit entry without a seal' from audit_unsealed
  union all select 'model call ' || status from model_calls where status = 'reserved'
  union all select 'budget held back' from budget_counters where reserved_usd > 0
  union all select 'lead not sent to ERPNext' from erpnext_leads where changes > sent or erpnext_name is null
  union all select 'lead that ERPNext refuses: ' || (problem->>'message') from erpnext_leads where status <> 'ok'
  union all select 'hint of ERPNext' from erpnext_hints
  union all select 'alert to tell' from alerts where webhook_due_at is not null`

/**
 * Waits until nothing is left to do, then counts.
 * @param until longest wait, in milliseconds.
 */
export async function readBooks(
  site: ChaosSite,
  { leads, notes }: Pick<Work, 'leads' | 'notes'>,
  until: number,
): Promise<Finding[]> {
  const { url } = site.postgres
  const rows = (query: string) => queryPostgres(url, query)
  const count = async (query: string) =>
    Number((await rows(`select count(*)::int as n from ${query}`))[0]?.n)
  const leftOver = async () => (await rows(LEFT_OVER)).map(({ what }) => String(what))
  const giveUpAt = performance.now() + until
  while ((await leftOver()).length > 0 && performance.now() < giveUpAt) await sleep(LOOK_MS)
  const effects = await countEffects(site)
  const audit = await runQuietly(pinnedNode(), [INSA, 'audit', 'verify'], {
    env: { PATH: process.env.PATH, ...site.env },
  })
  return [
    none(
      'no row is stuck: no run, claim, step, call, question, mail, event, seal, reservation or link',
      await leftOver(),
    ),
    none('no process fell over by itself', site.fellOver),
    is('every acknowledged lead is there once', await count('leads'), leads),
    is(
      'every execution is there once and has ended',
      await count(
        `agent_executions where finished_at is not null and agent_type in ('lead_qualification', '${NOTE_AGENT}')`,
      ),
      leads + notes,
    ),
    none('every execution succeeded, or failed for what was done to it', await unexplained(site)),
    is(
      'no step was recorded twice, no score and no event',
      await count(`(
        select 1 from execution_steps group by execution_id, seq having count(*) > 1
        union all select 1 from lead_score_history group by execution_id having count(*) > 1
        union all select 1 from events group by organization_id, seq having count(*) > 1) twice`),
      0,
    ),
    ...Object.entries(effects).flatMap(([what, found]) => findingsOf(what, found)),
    {
      promise: 'the audit chain verifies',
      kept: audit.code === 0,
      found: audit.code === 0 ? 'yes' : audit.output.trim(),
    },
  ]
}

function findingsOf(what: string, { intended, happened }: Effects): Finding[] {
  const times = (one: Intended) => happened.get(one.key) ?? 0
  const of = (fate: Intended['fate']) => intended.filter((one) => one.fate === fate)
  const known = new Set(intended.map(({ key }) => key))
  const unheard = of('unknown').filter((one) => times(one) === 0).length
  const done = intended.filter((one) => times(one) > 0).length
  const off = of('did not happen').length
  return [
    none(
      `${what}: none happened twice`,
      [...happened].filter(([, n]) => n > 1).map(([key, n]) => `${key} ${n} times`),
    ),
    none(
      `${what}: none happened that nobody intended`,
      [...happened.keys()].filter((key) => !known.has(key)),
    ),
    none(
      `${what}: what we say was done happened`,
      of('done')
        .filter((one) => times(one) === 0)
        .map(({ key }) => key),
    ),
    none(
      `${what}: what we say was not done did not happen`,
      of('did not happen')
        .filter((one) => times(one) > 0)
        .map(({ key }) => key),
    ),
    {
      promise: `${what}: happened + unknown = intended`,
      kept: done + unheard + off === intended.length,
      found: `${done} + ${unheard} = ${intended.length - off}${off > 0 ? `, ${off} given up and said so` : ''} (${of('unknown').length} unknown to us)`,
    },
  ]
}

/** Codes that say themselves what was done to a run. */
const BY_FAULTS = new Set(['execution.poisoned', 'tool.outcome_unknown'])
/** In the words of the drivers: PostgreSQL or ERPNext was away at the fifth try, too. */
const AWAY =
  /ECONN|EPIPE|terminat|connection|socket|timed? ?out|starting up|shutting down|Nothing answers|broke|no answer|pool/i

async function unexplained({ postgres }: ChaosSite): Promise<string[]> {
  const failed = await queryPostgres(
    postgres.url,
    `select agent_type, status, error->>'code' as code, error->>'message' as message from agent_executions where status not in ('succeeded')`,
  )
  return failed
    .filter(
      ({ status, code, message }) =>
        !(status === 'failed' && (BY_FAULTS.has(String(code)) || AWAY.test(String(message)))),
    )
    .map(({ agent_type, status, code, message }) => `${agent_type} ${status}: ${code} ${message}`)
}
