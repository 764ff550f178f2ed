/** What a change of a contact or an address leaves behind: whoever looks at its customer or lead is told. */
import type { Deed } from '../../platform/records/record-kind.ts'

export const partDeed = (
  noun: 'contact' | 'address',
  what: 'created' | 'updated' | 'deleted',
  row: { id: string; customer_id: string | null; lead_id: string | null },
  details: Record<string, unknown> = {},
): Deed => ({
  action: `${noun}.${what}`,
  subject: { type: noun, id: row.id },
  details: { ...details, customer_id: row.customer_id, lead_id: row.lead_id },
  events: [
    ...(row.customer_id
      ? [{ type: 'customer.updated', customer_id: row.customer_id } as const]
      : []),
    ...(row.lead_id ? [{ type: 'lead.updated', lead_id: row.lead_id } as const] : []),
  ],
})
