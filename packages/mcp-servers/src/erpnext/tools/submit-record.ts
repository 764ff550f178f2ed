import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, DryRun, RecordId, showWritten, Version, WriteAnswer } from './shapes.ts'

export const submitRecord = (crm: CrmBackend) =>
  defineTool({
    name: 'submit_record',
    title: 'Submit a record',
    description:
      'Submits a draft, such as a quotation: from then on it is binding and cannot be changed, only cancelled.',
    effect: 'destructive',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      version: Version,
      dry_run: DryRun,
    }),
    output: WriteAnswer,
    run: async ({ doctype, id, version, dry_run: dryRun }, { signal }) =>
      showWritten(await crm.submit({ doctype, id, version }, { dryRun, signal }), false),
  })
