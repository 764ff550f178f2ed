/** Whether the user behind a key has a right on a DocType. */
import type { FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'

export async function mayDo(
  client: FrappeClient,
  doctype: string,
  right: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const answer = await client.read(
      'frappe.client.has_permission',
      { doctype, docname: '', perm_type: right },
      { signal },
    )
    return (answer as { has_permission?: boolean } | null)?.has_permission === true
  } catch (error) {
    if (error instanceof FrappeFailure && error.kind === 'forbidden') return false
    throw error
  }
}
