/** Projects: what was sold, being done. Field names follow ERPNext's Project DocType. */
import { z } from 'zod'
import { Amount, boundedText, Currency, Day, Instant, ListQuery, Uuid } from './common.ts'

/** ERPNext v15, Project.status. */
export const ProjectStatus = z
  .enum(['Open', 'Completed', 'Cancelled'])
  .meta({ id: 'ProjectStatus' })
export type ProjectStatus = z.infer<typeof ProjectStatus>

/** ERPNext v15, Project.priority. */
export const ProjectPriority = z.enum(['Low', 'Medium', 'High']).meta({ id: 'ProjectPriority' })

const projectFields = {
  project_name: boundedText(140),
  status: ProjectStatus,
  project_type: boundedText(140).nullable(),
  priority: ProjectPriority,
  percent_complete: z.int().min(0).max(100),
  expected_start_date: Day.nullable(),
  expected_end_date: Day.nullable(),
  department: boundedText(140).nullable(),
  estimated_costing: Amount.nullable(),
  currency: Currency,
  notes: boundedText(20_000).nullable(),
  customer_id: Uuid.nullable(),
  /** The opportunity that it was won by. */
  opportunity_id: Uuid.nullable(),
}

export const Project = z
  .strictObject({
    id: Uuid,
    erpnext_name: z.string().nullable(),
    project_name: z.string(),
    status: ProjectStatus,
    project_type: z.string().nullable(),
    priority: ProjectPriority,
    percent_complete: z.int(),
    expected_start_date: z.iso.date().nullable(),
    expected_end_date: z.iso.date().nullable(),
    department: z.string().nullable(),
    estimated_costing: z.string().nullable(),
    currency: z.string(),
    notes: z.string().nullable(),
    customer_id: Uuid.nullable(),
    customer_name: z.string().nullable(),
    opportunity_id: Uuid.nullable(),
    created_at: Instant,
    updated_at: Instant,
    etag: z.string(),
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof Project>

export const ProjectInput = z
  .strictObject(projectFields)
  .partial()
  .required({ project_name: true })
  .meta({ id: 'NewProject' })
export type ProjectInput = z.infer<typeof ProjectInput>

/** Only the fields sent change; null clears. */
export const ProjectPatch = z
  .strictObject(projectFields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change.' })
  .meta({ id: 'ProjectPatch' })
export type ProjectPatch = z.infer<typeof ProjectPatch>

export const PROJECT_SORTS = [
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
  'project_name',
  '-project_name',
  'expected_end_date',
  '-expected_end_date',
] as const

export const ProjectListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(PROJECT_SORTS).default('-created_at'),
  status: ProjectStatus.optional(),
  priority: ProjectPriority.optional(),
  customer_id: Uuid.optional(),
  opportunity_id: Uuid.optional(),
})
export type ProjectListQuery = z.infer<typeof ProjectListQuery>
