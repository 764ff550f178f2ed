/** Files: uploaded as a form, or inside JSON as base64. */
import { createHash } from 'node:crypto'
import { present, requireRead } from '../access.ts'
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'
import { type Methods, need, needText, POST } from './method.ts'

interface Upload {
  name: string
  bytes: Buffer
  about: Row
}

function keepFile(ctx: RequestContext, { name, bytes, about }: Upload): Row {
  const doctype = text(about.doctype)
  if (doctype !== '')
    requireRead(ctx, ctx.site.type(doctype), ctx.site.read(doctype, about.docname))
  const isPrivate = Number(about.is_private ?? 0) === 1 ? 1 : 0
  const hash = createHash('md5').update(bytes).digest('hex')
  const taken = ctx.site.db.rows('File').some((f) => f.file_name === name)
  const kept = taken ? name.replace(/(\.[^.]*)?$/, `${hash.slice(0, 6)}$1`) : name
  const file = ctx.documents.insert(
    ctx,
    {
      doctype: 'File',
      file_name: kept,
      file_url: `/${isPrivate ? 'private/' : ''}files/${kept}`,
      is_private: isPrivate,
      file_size: bytes.length,
      content_hash: hash,
      attached_to_doctype: doctype || null,
      attached_to_name: about.docname,
      attached_to_field: about.fieldname,
    },
    { system: true },
  )
  ctx.site.db.set('File', file.name, { _content: bytes })
  return present(ctx, file)
}

export const FILE_METHODS: Methods = {
  upload_file: {
    verbs: POST,
    run(ctx, args, request) {
      if (!request.file && !isEmpty(args.file_url))
        return present(
          ctx,
          ctx.documents.insert(ctx, {
            doctype: 'File',
            file_url: args.file_url,
            file_name: args.file_name,
          }),
        )
      if (!request.file) throw new FrappeError('ValidationError', 'There is no file in the request')
      const { name, bytes } = request.file
      return keepFile(ctx, { name: text(args.file_name) || name, bytes, about: args })
    },
  },
  'frappe.client.attach_file': {
    verbs: POST,
    run(ctx, args) {
      const data = needText(args, 'filedata')
      const bytes = Buffer.from(data, args.decode_base64 ? 'base64' : 'utf8')
      const file = keepFile(ctx, {
        name: needText(args, 'filename'),
        bytes,
        about: { ...args, doctype: need(args, 'doctype') },
      })
      if (!isEmpty(args.docfield))
        ctx.documents.update(ctx, text(args.doctype), args.docname, {
          [text(args.docfield)]: file.file_url,
        })
      return file
    },
  },
}
