/** What comes in while things go wrong: leads, runs that write into ERPNext, and a person who approves what waits. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { queryPostgres } from '../../apps/server/src/testing/fresh-postgres.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../apps/server/src/testing/sample-leads.ts'
import { START_MS } from '../e2e/process/insa-process.ts'
import type { ChaosSite } from './chaos-site.ts'
import { ASKED_TOOL, NOTE_AGENT, type NoteInput } from './note-agent.ts'

export interface Work {
  /** Each is qualified, told of by one mail, and sent to ERPNext with its score. */
  leads: number
  /** Every other one waits for a person first. */
  notes: number
  /** Of both together, so that they come in while faults strike. */
  perSecond: number
}

const LANES = 4
const AGAIN_MS = 200
/** Records that notes are written to: one alone would grow without end. */
const RECORDS = 10

/** Before anything fails: every lead is urgent, and communications need a person. */
export async function prepare(site: ChaosSite): Promise<string[]> {
  const { settings } = site.api()
  await exchangeHasBegun(site)
  await settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: true })
  await settings.updateApprovalRules({ rules: [{ tool: ASKED_TOOL }] })
  return site.erpnext.as('Administrator', (ctx) => {
    const { name: customer } = ctx.documents.insert(ctx, {
      doctype: 'Customer',
      customer_name: 'Papelera Sur',
    })
    return Array.from({ length: RECORDS }, () =>
      String(
        ctx.documents.insert(ctx, {
          doctype: 'Opportunity',
          opportunity_from: 'Customer',
          party_name: String(customer),
        }).name,
      ),
    )
  })
}

/** Leads from before the first look at ERPNext would not be sent there by themselves. @throws where it does not come. */
async function exchangeHasBegun({ postgres }: ChaosSite): Promise<void> {
  const giveUpAt = performance.now() + START_MS
  for (;;) {
    const [row] = await queryPostgres(postgres.url, 'select polled_at, problem from erpnext_sync')
    if (row?.polled_at) return
    if (performance.now() > giveUpAt)
      throw new Error(`The exchange with ERPNext does not begin: ${JSON.stringify(row ?? null)}`)
    await sleep(AGAIN_MS)
  }
}

/** Resolves when all of it was taken. */
export async function bringWork(site: ChaosSite, work: Work, records: string[]): Promise<void> {
  const { leads, notes, perSecond } = work
  const jobs = spread(
    Array.from({ length: leads }, (_, i) => () => createLead(site, i)),
    Array.from({ length: notes }, (_, i) => () => openNote(site, i, records)),
  )
  const startedAt = performance.now()
  let taken = 0
  const lane = async () => {
    for (let i = taken++; i < jobs.length; i = taken++) {
      const dueAt = startedAt + (i * 1_000) / perSecond
      await sleep(Math.max(0, dueAt - performance.now()))
      await jobs[i]?.()
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** The second among the first, evenly. */
function spread<T>(many: T[], few: T[]): T[] {
  const every = Math.max(1, Math.floor(many.length / Math.max(1, few.length)))
  return many.flatMap((one, i) => {
    const other = i % every === 0 ? few.shift() : undefined
    return other === undefined ? [one] : [one, other]
  })
}

/** Until it is acknowledged, under one key: an API that dies in between has taken it or not. */
async function createLead(site: ChaosSite, i: number): Promise<void> {
  const lead = sampleLead({ company_name: `Company ${i}`, email_id: `buyer@company${i}.example` })
  await untilDone(() => site.api().leads.create(lead, { idempotencyKey: `chaos-${i}` }))
}

async function openNote(site: ChaosSite, i: number, records: string[]): Promise<void> {
  const id = randomUUID()
  const input: z.input<typeof NoteInput> = {
    erpnext_name: records[i % records.length] ?? '',
    mark: `chaos-${id}`,
    asks: i % 2 === 1,
  }
  // Nobody rings: the workers' own look has to find it.
  await untilDone(() =>
    queryPostgres(
      site.postgres.url,
      `insert into agent_executions (id, organization_id, agent_type, input_data, engine, correlation_id, triggered_by)
       select '${id}', (select id from organizations limit 1), '${NOTE_AGENT}', '${JSON.stringify(input)}', 'none', '${id}', 'system:chaos'
       on conflict do nothing`,
    ),
  )
}

/** Until the signal: whoever has to say yes does. */
export async function approveAll(site: ChaosSite, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { approvals } = site.api()
    const page = await approvals.list({ status: 'pending', limit: 50 }).catch(() => null)
    for (const { id } of page?.data ?? []) await approvals.approve(id).catch(() => null)
    await sleep(AGAIN_MS * 2)
  }
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  while (
    !(await work().then(
      () => true,
      () => false,
    ))
  )
    await sleep(AGAIN_MS)
}
