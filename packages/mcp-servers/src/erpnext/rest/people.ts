/** Contacts and addresses, linked to whom they belong to. ERPNext keeps e-mails and numbers in tables, and drops them elsewhere. */
import { ToolError } from '../../kit/index.ts'
import type { CrmBackend, Target, WriteOptions } from '../backend.ts'
import type { Document, FrappeClient } from '../client/frappe-client.ts'
import { checkValues } from './check-values.ts'
import { requireReadable } from './doctype-access.ts'
import { findDocument } from './records.ts'
import { insertChecked } from './write-record.ts'

export function peopleWriter(client: FrappeClient): Pick<CrmBackend, 'addContact' | 'addAddress'> {
  const linked = async ({ doctype, id }: Target, { signal }: WriteOptions) => {
    requireReadable(doctype)
    const about = await findDocument(client, doctype, id, { signal })
    return [{ link_doctype: doctype, link_name: about.name }]
  }
  return {
    async addContact(target, { email_id, phone, ...person }, options) {
      const links = await linked(target, options)
      if (email_id !== undefined) await requireNew(client, email_id, links, options.signal)
      const values = await checkValues(
        client,
        'Contact',
        {
          ...withoutGaps(person),
          ...(email_id !== undefined && { email_ids: [{ email_id, is_primary: 1 }] }),
          ...(phone !== undefined && { phone_nos: [{ phone, is_primary_phone: 1 }] }),
          links,
        },
        options.signal,
      )
      return insertChecked(client, { doctype: 'Contact', values }, options)
    },
    async addAddress(target, address, options) {
      const links = await linked(target, options)
      const values = await checkValues(
        client,
        'Address',
        { ...withoutGaps(address), links },
        options.signal,
      )
      return insertChecked(client, { doctype: 'Address', values }, options)
    },
  }
}

const withoutGaps = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** A contact with this address at the same record is the same person. */
async function requireNew(
  client: FrappeClient,
  email: string,
  [link]: { link_doctype: string; link_name: string }[],
  signal: AbortSignal,
): Promise<void> {
  const rows: Document[] = await client.list(
    'Contact',
    {
      filters: [
        ['Contact Email', 'email_id', '=', email],
        ['Dynamic Link', 'link_doctype', '=', link?.link_doctype],
        ['Dynamic Link', 'link_name', '=', link?.link_name],
      ],
      limit: 1,
    },
    { signal },
  )
  const [known] = rows
  if (!known) return
  throw new ToolError(`The contact ${known.name} has this e-mail address already.`, {
    code: 'contact.exists',
    hint: 'Change that one with update_record instead.',
  })
}
