/** Calls about leads and their scores. */
import type { z } from 'zod'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { type ListQuery, pageOf } from './common.ts'
import { Execution } from './executions.ts'
import { Lead, LeadDuplicate, type LeadInput, type LeadListQuery, type LeadPatch } from './leads.ts'
import { LeadScore, type ScoreOverrideInput } from './qualification.ts'

/** An upload of 10,000 rows over a slow line takes longer than an ordinary call. */
const IMPORT_TIMEOUT_MS = 120_000
/** What a waiting call may take beyond the wait that it asked for. */
const WAIT_MARGIN_MS = 15_000

const LeadPage = pageOf(Lead)
const ScorePage = pageOf(LeadScore)
const DuplicatePage = pageOf(LeadDuplicate)

export interface QualifyOptions extends CallOptions {
  /** Seconds (≤ 30) to wait for the finished execution; without it the answer is the queued one. */
  wait?: number | undefined
}

export function leadsClient({ send, run }: Transport) {
  const at = (id: string, rest = '') => `/api/v1/leads/${encodeURIComponent(id)}${rest}`
  const list = (query: QueryOf<LeadListQuery> = {}, call?: CallOptions) =>
    send({ method: 'GET', path: '/api/v1/leads', query }, LeadPage, call)
  return {
    list,
    /** Every lead that matches, page by page. */
    async *each(query: QueryOf<LeadListQuery> = {}, call?: CallOptions): AsyncGenerator<Lead> {
      let cursor = query.cursor
      do {
        const page: z.infer<typeof LeadPage> = await list({ ...query, cursor }, call)
        yield* page.data
        cursor = page.next_cursor ?? undefined
      } while (cursor !== undefined)
    },
    create: (input: LeadInput, call?: CallOptions) =>
      send({ method: 'POST', path: '/api/v1/leads', json: input, creates: true }, Lead, call),
    get: (id: string, call?: CallOptions) => send({ method: 'GET', path: at(id) }, Lead, call),
    /** `etag` is the one of the lead as it was read: a change in between answers 412. */
    update: (id: string, etag: string, patch: LeadPatch, call?: CallOptions) => {
      const headers = { 'if-match': etag }
      return send({ method: 'PATCH', path: at(id), json: patch, headers }, Lead, call)
    },
    remove: (id: string, call?: CallOptions) => run({ method: 'DELETE', path: at(id) }, call),
    importCsv: (csv: string, call?: CallOptions) => {
      const text = { body: csv, contentType: 'text/csv; charset=utf-8' }
      const request = { method: 'POST', path: '/api/v1/leads/import', text, creates: true } as const
      return send(request, Execution, { timeoutMs: IMPORT_TIMEOUT_MS, ...call })
    },
    /** Rows as they come; the server checks them and names each fault by row and field. */
    importJson: (rows: readonly unknown[], call?: CallOptions) => {
      const path = '/api/v1/leads/import'
      const request = { method: 'POST', path, json: rows, creates: true } as const
      return send(request, Execution, { timeoutMs: IMPORT_TIMEOUT_MS, ...call })
    },
    qualify: (id: string, { wait, ...call }: QualifyOptions = {}) => {
      const headers = wait ? { prefer: `wait=${wait}` } : {}
      const timeoutMs = wait ? wait * 1000 + WAIT_MARGIN_MS : undefined
      return send(
        { method: 'POST', path: at(id, '/qualify'), headers, creates: true },
        Execution,
        timeoutMs ? { timeoutMs, ...call } : call,
      )
    },
    score: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/score') }, LeadScore, call),
    /** The history of scores, newest first. */
    scores: (id: string, query: QueryOf<ListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/scores'), query }, ScorePage, call),
    override: (id: string, input: ScoreOverrideInput, call?: CallOptions) =>
      send({ method: 'PUT', path: at(id, '/score/override'), json: input }, LeadScore, call),
    withdrawOverride: (id: string, call?: CallOptions) =>
      send({ method: 'DELETE', path: at(id, '/score/override') }, LeadScore, call),
    duplicates: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/duplicates') }, DuplicatePage, call),
  }
}
