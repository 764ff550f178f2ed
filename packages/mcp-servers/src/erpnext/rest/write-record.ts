/** Writing to ERPNext: checked, locked, looked at afterwards. */
import { ToolError } from '../../kit/index.ts'
import type { Check, WriteOptions, Written } from '../backend.ts'
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'
import { changesOf, toRecord } from './records.ts'

export interface Insertion {
  doctype: string
  values: Record<string, unknown>
  /** Those of the values that somebody asked for: all where absent. */
  asked?: Record<string, unknown>
  /** Where the answer is lost: finds what was inserted, if it was. */
  findAgain?: () => Promise<Document | undefined>
}

/** @param values as checkValues gave them. */
export async function insertChecked(
  client: FrappeClient,
  { doctype, values, asked = values, findAgain }: Insertion,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  const changes = changesOf({}, values)
  if (dryRun) return { record: null, changes, dry_run: true, done: false, checks: [], notices: [] }
  const notices: string[] = []
  const made = await insertOnce(
    client,
    { doctype, values, ...(findAgain && { findAgain }) },
    {
      signal,
      onNotice: (notice) => void notices.push(notice),
    },
  )
  const record = toRecord(doctype, made)
  return {
    record,
    changes,
    dry_run: false,
    done: true,
    checks: [kept(made, asked)],
    notices,
  }
}

/** An answer that was lost is not taken for a failure: the record is looked for first. */
async function insertOnce(
  client: FrappeClient,
  { doctype, values, findAgain }: Insertion,
  call: { signal: AbortSignal; onNotice: (notice: string) => void },
): Promise<Document> {
  try {
    return await client.insert(doctype, values, call)
  } catch (error) {
    if (!(error instanceof FrappeFailure) || error.outcome !== 'unknown' || !findAgain) throw error
    const found = await findAgain()
    if (found) return found
    throw error
  }
}

/** ERPNext may change or leave out what was written; whoever asked for it is told. */
function kept(document: Document, values: Record<string, unknown>): Check {
  const lost = Object.entries(values)
    .filter(([, value]) => value !== null && value !== '' && typeof value !== 'object')
    .filter(([field, value]) => !isSame(document[field], value))
    .map(([field]) => field)
  return lost.length === 0
    ? { what: 'every value was kept as written', ok: true }
    : { what: `ERPNext kept another value in ${lost.join(', ')}`, ok: false }
}

const isSame = (stored: unknown, sent: unknown) =>
  String(stored ?? '') === String(typeof sent === 'boolean' ? Number(sent) : sent) ||
  (typeof stored === 'number' && stored === Number(sent))

export interface Update {
  doctype: string
  before: Document
  version?: string | undefined
  values: Record<string, unknown>
}

/** @throws ToolError where somebody has changed it since `version`. */
export async function updateChecked(
  client: FrappeClient,
  { doctype, before, version, values }: Update,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  if (version !== undefined && version !== before.modified) throw changedMeanwhile(doctype, before)
  const changes = changesOf(before, values)
  if (dryRun || changes.length === 0) {
    const record = toRecord(doctype, before)
    return { record, changes, dry_run: dryRun, done: false, checks: [], notices: [] }
  }
  const notices: string[] = []
  const after = await client.update(
    doctype,
    before.name,
    // Always: without it the last one to write wins.
    { ...values, modified: before.modified },
    { signal, onNotice: (notice) => void notices.push(notice) },
  )
  return {
    record: toRecord(doctype, after),
    changes,
    dry_run: false,
    done: true,
    checks: [kept(after, values)],
    notices,
  }
}

function changedMeanwhile(doctype: string, now: Document): ToolError {
  return new ToolError(
    `${doctype} ${now.name} was changed by ${now.modified_by} at ${now.modified}, after you had read it.`,
    {
      code: 'record.changed_meanwhile',
      hint: 'Read it again, and repeat the change with the new version.',
    },
  )
}
