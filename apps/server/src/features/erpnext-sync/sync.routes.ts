/** /api/v1/erpnext and /api/v1/settings/erpnext-sync: how the exchange stands, and what people do about it. */
import {
  BackfillInput,
  ConflictDecision,
  ConflictListQuery,
  ErpnextConflict,
  ErpnextSync,
  ErpnextSyncSettings,
  pageOf,
  SiteDecision,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import type { TypedApp } from '../../platform/http/types.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { listConflicts } from './conflicts.store.ts'
import { decideSite } from './decide-site.ts'
import { retryFailed } from './lead-links.store.ts'
import { readSync } from './read-sync.ts'
import { presentConflict, resolveConflict } from './resolve-conflict.ts'
import { requireSite, startBackfill, stopBackfill } from './start-backfill.ts'
import type { SyncDeps } from './sync-deps.ts'
import { ERPNEXT_SYNC } from './sync-settings.ts'
import { changeSync } from './sync-state.store.ts'

const tags = ['ERPNext']
const SYNC = '/api/v1/erpnext/sync'
const answersSync = { 200: ErpnextSync }

export const syncRoutes =
  (deps: SyncDeps, wake: () => void): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    addStatus(app, deps, wake)
    addSite(app, deps, wake)
    addBackfill(app, deps, wake)
    addConflicts(app, deps, wake)
    addSettings(app, deps, wake)
  }

function addStatus(app: TypedApp, deps: SyncDeps, wake: () => void): void {
  app.get(
    SYNC,
    {
      schema: { tags, summary: 'How the exchange with ERPNext stands', response: answersSync },
      config: { permission: 'settings:read' },
    },
    ({ actor }) => readSync(deps, actor.organizationId),
  )
  app.post(
    `${SYNC}/check`,
    {
      schema: {
        tags,
        summary: 'Look now',
        description: 'Reads what has changed and compares all names, instead of when it is due.',
        response: answersSync,
      },
      config: { permission: 'settings:write' },
    },
    async ({ actor }) => {
      await requireSite(deps, actor)
      await deps.database.tenant(actor.organizationId, (tx) => {
        tx.afterCommit(wake)
        return changeSync(tx, { asked_at: deps.now(), retry_at: null })
      })
      return readSync(deps, actor.organizationId)
    },
  )
  app.post(
    `${SYNC}/retry`,
    {
      schema: { tags, summary: 'Send again what ERPNext refused', response: answersSync },
      config: { permission: 'settings:write' },
    },
    async ({ actor }) => {
      await requireSite(deps, actor)
      await deps.database.tenant(actor.organizationId, (tx) => {
        tx.afterCommit(wake)
        return retryFailed(tx, deps.now())
      })
      return readSync(deps, actor.organizationId)
    },
  )
}

function addSite(app: TypedApp, deps: SyncDeps, wake: () => void): void {
  app.post(
    `${SYNC}/site`,
    {
      schema: {
        tags,
        summary: 'Say what site ERPNEXT_URL names now',
        description:
          'Where its address is another than before, the exchange pauses. `moved`: it goes on where it was. `another`: what ERPNext calls our records is forgotten, and nothing is read in until somebody asks for it.',
        body: SiteDecision,
        response: answersSync,
      },
      config: { permission: 'settings:write' },
    },
    async ({ actor, body, id }) => {
      const answer = await decideSite(deps, actor, body, id)
      wake()
      return answer
    },
  )
}

function addBackfill(app: TypedApp, deps: SyncDeps, wake: () => void): void {
  app.post(
    `${SYNC}/backfill`,
    {
      schema: {
        tags,
        summary: 'Read the whole site in',
        description:
          'Customers, leads, opportunities, in the order of their names. It goes on where it was cut off; one that runs stays as it is.',
        body: BackfillInput,
        response: answersSync,
      },
      config: { permission: 'settings:write' },
    },
    async ({ actor, body, id }) => {
      const answer = await startBackfill(deps, actor, body.qualify, id)
      wake()
      return answer
    },
  )
  app.delete(
    `${SYNC}/backfill`,
    {
      schema: { tags, summary: 'Stop reading in', response: answersSync },
      config: { permission: 'settings:write' },
    },
    ({ actor, id }) => stopBackfill(deps, actor, id),
  )
}

function addConflicts(app: TypedApp, deps: SyncDeps, wake: () => void): void {
  app.get(
    '/api/v1/erpnext/conflicts',
    {
      schema: {
        tags,
        summary: 'Where both sides changed the same, newest first',
        querystring: ConflictListQuery,
        response: { 200: pageOf(ErpnextConflict) },
      },
      config: { permission: 'leads:read' },
    },
    ({ actor, query }) => {
      const after = decodeCursor(query.cursor)
      return deps.database.tenant(actor.organizationId, async (tx) => {
        const rows = await listConflicts(tx, query, after?.[1] ?? null)
        const titles = await deps.leads.titles(
          tx,
          rows.map((r) => r.lead_id),
        )
        return toPage(
          rows,
          query.limit,
          (row) => [null, row.id],
          (row) => presentConflict(row, titles),
        )
      })
    },
  )
  app.post(
    '/api/v1/erpnext/conflicts/:id/resolve',
    {
      schema: {
        tags,
        summary: 'Decide a conflict',
        description:
          'The value taken is put into both. Of a lead that ERPNext no longer has: ours makes it there again, theirs removes it here. One that a rule has settled can be decided otherwise.',
        params: z.strictObject({ id: z.uuid() }),
        body: ConflictDecision,
        response: { 200: ErpnextConflict },
      },
      config: { permission: 'leads:delete' },
    },
    async ({ actor, params, body, id }) => {
      const answer = await resolveConflict(deps, actor, { id: params.id, take: body.take }, id)
      wake()
      return answer
    },
  )
}

function addSettings(app: TypedApp, deps: SyncDeps, wake: () => void): void {
  const path = '/api/v1/settings/erpnext-sync'
  app.get(
    path,
    {
      schema: {
        tags: ['Settings'],
        summary: 'Whether we exchange with ERPNext, and who wins which field',
        response: { 200: ErpnextSyncSettings },
      },
      config: { permission: 'settings:read' },
    },
    ({ actor }) =>
      deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, ERPNEXT_SYNC)),
  )
  app.put(
    path,
    {
      schema: {
        tags: ['Settings'],
        summary: 'Set who wins which field, pause the exchange',
        body: ErpnextSyncSettings,
        response: { 200: ErpnextSyncSettings },
      },
      config: { permission: 'settings:write' },
    },
    async ({ actor, body, id }) => {
      const settings = await changeSetting(deps, actor, ERPNEXT_SYNC, body, id)
      wake()
      return settings
    },
  )
}
