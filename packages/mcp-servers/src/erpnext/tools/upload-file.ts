import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, RecordId, showWritten, WriteAnswer } from './shapes.ts'

/** 5 MB, a third longer as base64. */
const MAX_BASE64 = 7_000_000

export const uploadFile = (crm: CrmBackend) =>
  defineTool({
    name: 'upload_file',
    title: 'Attach a file',
    description: 'Attaches a file to a record, private: only who may read the record may read it.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      file_name: z
        .string()
        .regex(/^[^/\\\0]{1,140}$/, 'is a name without slashes')
        .describe('Its name with its ending, such as scope.pdf.'),
      content_base64: z
        .base64()
        .max(MAX_BASE64, 'is too long: 5 MB at most')
        .describe('What is in it, as base64; 5 MB at most.'),
    }),
    output: WriteAnswer,
    async run({ doctype, id, file_name, content_base64 }, { signal }) {
      const file = { file_name, content: Buffer.from(content_base64, 'base64') }
      return showWritten(await crm.upload({ doctype, id }, file, signal), false)
    },
  })
