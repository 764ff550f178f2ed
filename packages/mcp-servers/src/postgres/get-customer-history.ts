import { type Client, Customer, HistoryEntry, HistoryKind } from '@insa/contracts'
import { z } from 'zod'
import { defineTool, ToolError } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

const Summary = z.object(
  Customer.pick({
    id: true,
    customer_name: true,
    customer_group: true,
    territory: true,
    industry: true,
    account_manager: true,
    open_opportunities: true,
  }).shape,
)

export const getCustomerHistory = (client: Client) =>
  defineTool({
    name: 'get_customer_history',
    title: 'Customer history',
    description:
      'All that happened with a customer, newest first: leads, scores, runs, opportunities, activities, mails, projects. By id, or by a name that fits one customer.',
    effect: 'read',
    input: z.strictObject({
      customer_id: z.string().max(140).optional().describe('The id of the customer.'),
      customer_name: z.string().trim().min(2).max(140).optional().describe('Else: its name.'),
      kind: HistoryKind.optional().describe('Only moments of this kind.'),
      limit: z.int().min(1).max(100).default(30).describe('Moments on a page.'),
      cursor: z.string().optional().describe('next_cursor of the page before.'),
    }),
    output: z.object({
      customer: Summary,
      history: z.array(HistoryEntry),
      next_cursor: z.string().nullable(),
    }),
    async run({ customer_id, customer_name, ...query }, { signal }) {
      const id = customer_id ?? (await findByName(client, customer_name, signal))
      const customer = await throughApi(client.customers.get(id, { signal }))
      const { data, next_cursor } = await throughApi(
        client.customers.history(id, query, { signal }),
      )
      return { customer, history: data, next_cursor }
    },
  })

/** @throws ToolError when none fits, or several do: nobody gets the history of whom they did not mean. */
async function findByName(
  client: Client,
  name: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (!name) {
    throw new ToolError('Say which customer.', {
      code: 'arguments.invalid',
      fields: [{ path: 'customer_id', message: 'or customer_name is needed.' }],
    })
  }
  const { data } = await throughApi(client.customers.list({ q: name, limit: 6 }, { signal }))
  const exact = data.filter((c) => c.customer_name.toLowerCase() === name.toLowerCase())
  const [only, ...others] = exact.length > 0 ? exact : data
  if (!only) throw new ToolError(`No customer is called ${name}.`, { code: 'customer.not_found' })
  if (others.length === 0) return only.id
  const fields = [only, ...others].map((c) => ({ path: c.id, message: c.customer_name }))
  throw new ToolError(`Several customers fit ${name}.`, {
    code: 'customer.ambiguous',
    fields,
    hint: 'Call again with the customer_id of one of them.',
  })
}
