import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printCustomer } from '../format-records.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

/** The latest entries of the history that are shown. */
const HISTORY_ROWS = 20

export function customersShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show a customer with contacts and the latest of its history')
    .argument('<id>', 'id of the customer')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const customer = await client.customers.get(id, { signal })
      if (out.isJson) return out.json(customer)
      // By its own id: the one given may be a merged duplicate's.
      const contacts = await client.contacts.list({ customer_id: customer.id }, { signal })
      const history = await client.customers.history(
        customer.id,
        { limit: HISTORY_ROWS },
        { signal },
      )
      printCustomer(customer, { contacts: contacts.data, history: history.data }, out)
    }),
  )
}
