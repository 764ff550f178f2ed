import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, DryRun, showWritten, Values, Verbose, WriteAnswer } from './shapes.ts'

export const createRecord = (crm: CrmBackend) =>
  defineTool({
    name: 'create_record',
    title: 'Create a record',
    description:
      'A new record of a DocType of sales and projects. Every field is checked first: unknown ones, links and choices that are none are told with what there is.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      values: Values,
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    run: async ({ doctype, values, dry_run: dryRun, verbose }, { signal }) =>
      showWritten(await crm.create(doctype, values, { dryRun, signal }), verbose),
  })
