/** How the exchange stands, for the sync page. */
import { type ErpnextSync, SyncProblem } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { countOpenConflicts } from './conflicts.store.ts'
import { countLinks, listFailed } from './lead-links.store.ts'
import type { SyncDeps } from './sync-deps.ts'
import { ERPNEXT_SYNC } from './sync-settings.ts'
import { backfillOf, findSync, listHints, type SyncRow } from './sync-state.store.ts'

const SHOWN_FAILURES = 20
const MOST_HINTS = 1_000

export async function readSync(deps: SyncDeps, organizationId: string): Promise<ErpnextSync> {
  const isOurs = deps.client !== null && (await deps.organization()) === organizationId
  return deps.database.tenant(organizationId, (tx) => read(deps, tx, isOurs))
}

async function read(deps: SyncDeps, tx: TenantTx, isOurs: boolean): Promise<ErpnextSync> {
  const row = await findSync(tx)
  const other = isOurs && row ? otherSite(deps, row) : null
  const settings = await readSetting(tx, ERPNEXT_SYNC)
  const links = await countLinks(tx)
  const hints = await listHints(tx, MOST_HINTS)
  const now = deps.now()
  const secondsSince = (at: Date | null | undefined) =>
    at ? Math.max(0, Math.round((now.getTime() - at.getTime()) / 1_000)) : null
  const inLag = secondsSince(row?.polled_at)
  const outLag = secondsSince(links.oldest) ?? 0
  return {
    state: stateOf(row, isOurs, settings.paused || other !== null),
    site_url: isOurs ? (deps.client?.url ?? null) : null,
    problem: other ?? SyncProblem.nullable().parse(row?.problem ?? null),
    away_since: row?.away_since?.toISOString() ?? null,
    retry_at: row?.retry_at?.toISOString() ?? null,
    lag_seconds: inLag === null ? null : Math.max(inLag, outLag),
    in: {
      polled_at: row?.polled_at?.toISOString() ?? null,
      compared_at: row?.compared_at?.toISOString() ?? null,
      lag_seconds: inLag,
      hints: hints.length,
      to_qualify: links.toQualify,
    },
    out: {
      waiting: links.waiting,
      lag_seconds: outLag,
      failed: links.failed,
      failures: await failures(deps, tx),
    },
    leads: { linked: links.linked, gone: links.gone, removed: links.removed },
    open_conflicts: await countOpenConflicts(tx),
    backfill: backfillOf(row),
    settings,
    webhook: {
      path: `/api/v1/webhooks/erpnext/${tx.organizationId}`,
      has_secret: deps.webhookSecret !== null,
    },
  }
}

/** Until a person has said what it is, nothing goes to it and nothing comes from it. */
function otherSite({ client, now }: SyncDeps, row: SyncRow): SyncProblem | null {
  if (client === null || client.url === row.site_url) return null
  return {
    code: 'other_site',
    message: `ERPNEXT_URL names ${client.url}; until now the exchange was with ${row.site_url}.`,
    todo: 'Say whether it is the same site, which has moved, or another one: insa erpnext sync --site moved, or --site another. Or set ERPNEXT_URL back.',
    at: now().toISOString(),
  }
}

function stateOf(row: SyncRow | undefined, isOurs: boolean, paused: boolean): ErpnextSync['state'] {
  if (!isOurs) return 'off'
  if (paused) return 'paused'
  if (row?.away_since) return 'away'
  return row?.polled_at ? 'running' : 'starting'
}

async function failures(deps: SyncDeps, tx: TenantTx): Promise<ErpnextSync['out']['failures']> {
  const rows = await listFailed(tx, SHOWN_FAILURES)
  const titles = await deps.leads.titles(
    tx,
    rows.map((r) => r.lead_id),
  )
  return rows.map((r) => ({
    lead_id: r.lead_id,
    title: titles.get(r.lead_id) ?? r.lead_id,
    erpnext_name: r.erpnext_name,
    attempts: r.attempts,
    problem: SyncProblem.parse(r.problem),
  }))
}
