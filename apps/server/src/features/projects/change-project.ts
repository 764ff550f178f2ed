/** Creates, changes and removes a project. */
import type { EventPayload, Project, ProjectInput, ProjectPatch } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { invalid, notFound, stale } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { refuseStale, requireMatch } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, Deed } from '../../platform/records/record-kind.ts'
import {
  checkReferences,
  deleteRecord,
  findRecord,
  insertRecord,
  updateRecord,
} from '../../platform/records/records.store.ts'
import { PROJECTS, type ProjectRow, presentProject } from './project.ts'
import type { ProjectsDeps } from './projects-deps.ts'

/** Where nobody says otherwise. */
const DEFAULT_CURRENCY = 'USD'

const deed = (
  what: 'created' | 'updated' | 'deleted',
  { id, customer_id }: ProjectRow,
  details?: Record<string, unknown>,
): Deed => ({
  action: `project.${what}`,
  subject: { type: 'project', id },
  ...(details ? { details } : {}),
  events: [{ type: `project.${what}`, project_id: id, customer_id } satisfies EventPayload],
})

/** @throws AppError 422 for a customer or opportunity that is not there. */
export const createProject = (
  deps: ProjectsDeps,
  call: Call,
  input: ProjectInput,
  keep: KeepAnswer<Project>,
): Promise<Project> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const party = await partyOf(deps, tx, input)
    const row = await insertRecord<ProjectRow>(tx, PROJECTS, {
      currency: DEFAULT_CURRENCY,
      ...defined(input),
      ...party,
    })
    await noteDeed(deps, tx, call, deed('created', row))
    const project = presentProject(row)
    await keep(tx, project)
    return project
  })

/** @throws AppError 404, 412, 422, 428 without `If-Match`. */
export const changeProject = (
  deps: ProjectsDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: ProjectPatch,
): Promise<Project> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ProjectRow>(tx, PROJECTS, key)
    if (!found) throw notFound('project', key)
    requireMatch(ifMatch, found, 'project')
    const party = await partyOf(deps, tx, patch, found)
    const row = await updateRecord<ProjectRow>(tx, PROJECTS, found, { ...patch, ...party })
    if (!row) throw stale('project')
    await noteDeed(deps, tx, call, deed('updated', row, { fields: Object.keys(patch) }))
    return presentProject(row)
  })

/** @throws AppError 404, 412 when it was changed since. */
export const removeProject = (
  deps: ProjectsDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ProjectRow>(tx, PROJECTS, key, { lock: true })
    if (!found) throw notFound('project', key)
    refuseStale(ifMatch, found, 'project')
    await deleteRecord(tx, PROJECTS, found.id)
    await noteDeed(deps, tx, call, deed('deleted', found))
  })

/** Whose it is: the customer sent, or the one of the opportunity that it was won by; and that its end is not before its start. */
async function partyOf(
  deps: ProjectsDeps,
  tx: TenantTx,
  sent: Partial<ProjectPatch>,
  found?: ProjectRow,
): Promise<{ customer_id?: string | null; customer_name?: string | null }> {
  const start = sent.expected_start_date ?? found?.expected_start_date
  const end = sent.expected_end_date ?? found?.expected_end_date
  if (start && end && end < start) {
    throw invalid([
      {
        path: 'expected_end_date',
        code: 'before_start',
        message: 'A project cannot end before it starts.',
      },
    ])
  }
  await checkReferences(tx, {
    customer_id: ['customers', sent.customer_id],
    opportunity_id: ['opportunities', sent.opportunity_id],
  })
  const mayInherit = sent.customer_id === undefined && !found?.customer_id && sent.opportunity_id
  const customerId = mayInherit
    ? await deps.customerOfOpportunity(tx, mayInherit)
    : sent.customer_id
  if (customerId === undefined) return {}
  const name = customerId === null ? null : await deps.customerName(tx, customerId)
  return { customer_id: customerId, customer_name: name }
}

/** Fields that were sent. */
const defined = (input: object) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
