/** Calls about qualifying many leads at once. */
import type { z } from 'zod'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { type ListQuery, pageOf } from './common.ts'
import {
  BatchEstimate,
  BatchHours,
  QualificationBatch,
  type QualificationBatchInput,
} from './qualification-batches.ts'

const BATCHES = '/api/v1/qualification-batches'
const HOURS = '/api/v1/settings/batch-hours'
const BatchPage = pageOf(QualificationBatch)

type Input = z.input<typeof QualificationBatchInput>

export function batchesClient({ send }: Transport) {
  const at = (id: string, rest = '') => `${BATCHES}/${encodeURIComponent(id)}${rest}`
  const steer = (verb: 'pause' | 'resume' | 'cancel') => (id: string, call?: CallOptions) =>
    send({ method: 'POST', path: at(id, `/${verb}`) }, QualificationBatch, call)
  return {
    /** What it would cost; nothing is begun. */
    estimate: (input: Input, call?: CallOptions) =>
      send({ method: 'POST', path: `${BATCHES}/estimate`, json: input }, BatchEstimate, call),
    start: (input: Input, call?: CallOptions) =>
      send({ method: 'POST', path: BATCHES, json: input, creates: true }, QualificationBatch, call),
    /** Newest first. */
    list: (query: QueryOf<ListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: BATCHES, query }, BatchPage, call),
    get: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id) }, QualificationBatch, call),
    /** Begins nothing more; what runs ends. */
    pause: steer('pause'),
    resume: steer('resume'),
    /** Ends what is queued, and asks what runs to stop. */
    cancel: steer('cancel'),
    hours: (call?: CallOptions) => send({ method: 'GET', path: HOURS }, BatchHours, call),
    updateHours: (hours: BatchHours, call?: CallOptions) =>
      send({ method: 'PUT', path: HOURS, json: hours }, BatchHours, call),
  }
}
