/** Reads one record. */
import { notFound } from '../http/errors.ts'
import type { Call, RecordDeps, RecordKind, RecordRow } from './record-kind.ts'
import { findRecord } from './records.store.ts'

/** @param key our id or the ERPNext name. @throws AppError 404. */
export const readRecord = <Row extends RecordRow, Shape>(
  { database }: Pick<RecordDeps, 'database'>,
  { actor }: Call,
  kind: RecordKind,
  key: string,
  present: (row: Row) => Shape,
): Promise<Shape> =>
  database.tenant(actor.organizationId, async (tx) => {
    const row = await findRecord<Row>(tx, kind, key)
    if (!row) throw notFound(kind.noun, key)
    return present(row)
  })
