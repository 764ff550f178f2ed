import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import {
  DocTypeName,
  DryRun,
  RecordId,
  showWritten,
  Values,
  Verbose,
  Version,
  WriteAnswer,
} from './shapes.ts'

export const updateRecord = (crm: CrmBackend) =>
  defineTool({
    name: 'update_record',
    title: 'Change a record',
    description:
      'Changes fields of a record. Read it first and hand back its version. A table that is sent replaces all its rows: send those that stay, with their names.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      values: Values,
      version: Version,
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ doctype, id, values, version, dry_run: dryRun, verbose }, { signal }) {
      const written = await crm.update({ doctype, id, version }, values, { dryRun, signal })
      return showWritten(written, verbose)
    },
  })
