/** Rows of `projects` as the contract's shape. */
import { type Project, ProjectPriority, ProjectStatus } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Projects } from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type ProjectRow = Omit<Selectable<Projects>, 'search_text'>

export const PROJECTS: RecordKind = {
  noun: 'project',
  table: 'projects',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'project_name',
    'status',
    'project_type',
    'priority',
    'percent_complete',
    'expected_start_date',
    'expected_end_date',
    'department',
    'estimated_costing',
    'currency',
    'notes',
    'customer_id',
    'customer_name',
    'opportunity_id',
    'version',
    'created_at',
    'updated_at',
  ],
  days: ['expected_start_date', 'expected_end_date'],
  sorts: {
    created_at: 'time',
    updated_at: 'time',
    project_name: 'text',
    expected_end_date: 'day',
  },
}

export const presentProject = (row: ProjectRow): Project => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  project_name: row.project_name,
  status: ProjectStatus.parse(row.status),
  project_type: row.project_type,
  priority: ProjectPriority.parse(row.priority),
  percent_complete: row.percent_complete,
  expected_start_date: row.expected_start_date,
  expected_end_date: row.expected_end_date,
  department: row.department,
  estimated_costing: row.estimated_costing,
  currency: row.currency,
  notes: row.notes,
  customer_id: row.customer_id,
  customer_name: row.customer_name,
  opportunity_id: row.opportunity_id,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})
