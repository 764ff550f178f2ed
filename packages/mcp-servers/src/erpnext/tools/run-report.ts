import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'

export const runReport = (crm: CrmBackend) =>
  defineTool({
    name: 'run_report',
    title: 'Run a report',
    description:
      'A report that the system has, such as Lead Details, as columns and rows. search_records with the DocType Report finds their names.',
    effect: 'read',
    input: z.strictObject({
      report: z.string().trim().min(1).max(140).describe('Its name.'),
      filters: z
        .record(z.string(), z.unknown())
        .default({})
        .describe(
          'What the report asks for, such as { "company": "…", "from_date": "2027-01-01" }.',
        ),
      limit: z.int().min(1).max(500).default(100).describe('How many rows, at most.'),
    }),
    output: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.unknown())),
      total: z.number(),
    }),
    run: ({ report, filters, limit }, { signal }) =>
      crm.report({ name: report, filters, limit }, signal),
  })
