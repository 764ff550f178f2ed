/** The notes of leads, opportunities and prospects: rows of CRM Note with an integer for a name. */
import type { DocumentMethod } from '../controller.ts'
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import type { RequestContext } from '../request-context.ts'

const notesOf = (doc: Row) => (doc.notes as Row[] | undefined) ?? []

const save = (ctx: RequestContext, doc: Row, notes: Row[]) =>
  void ctx.documents.update(ctx, String(doc.doctype), doc.name, { notes })

function argument(args: Row, name: string): unknown {
  if (args[name] !== undefined) return args[name]
  throw new FrappeError('TypeError', `missing 1 required positional argument: '${name}'`, {
    silent: true,
  })
}

export const NOTE_METHODS: Record<string, DocumentMethod> = {
  add_note: (ctx, doc, args) =>
    save(ctx, doc, [
      ...notesOf(doc),
      { note: argument(args, 'note'), added_by: ctx.user, added_on: ctx.site.clock.now() },
    ]),
  edit_note: (ctx, doc, args) =>
    save(
      ctx,
      doc,
      notesOf(doc).map((row) =>
        String(row.name) === String(argument(args, 'row_id'))
          ? { ...row, note: argument(args, 'note') }
          : row,
      ),
    ),
  delete_note: (ctx, doc, args) =>
    save(
      ctx,
      doc,
      notesOf(doc).filter((row) => String(row.name) !== String(argument(args, 'row_id'))),
    ),
}
