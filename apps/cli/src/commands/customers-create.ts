import { CustomerType } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { oneOf } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  type?: CustomerType
  email?: string
  phone?: string
  territory?: string
  industry?: string
  taxId?: string
  currency?: string
  manager?: string
}

export function customersCreate(config: CliConfig): Command {
  const command = new Command('create')
    .description('write down a customer')
    .argument('<name>', 'what they are called')
    .option('--type <type>', CustomerType.options.join(', '), oneOf(CustomerType.options))
    .option('--email <address>', 'their e-mail address')
    .option('--phone <number>', 'their phone number')
    .option('--territory <territory>', 'where they are')
    .option('--industry <industry>', 'what they do')
    .option('--tax-id <number>', 'their tax number')
    .option('--currency <code>', 'three letters, such as USD')
    .option('--manager <email>', "the account manager's e-mail address")
  return withConnectionOptions(command).action((name: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const input = {
        customer_name: name,
        customer_type: options.type,
        email_id: options.email,
        mobile_no: options.phone,
        territory: options.territory,
        industry: options.industry,
        tax_id: options.taxId,
        default_currency: options.currency,
        account_manager: options.manager,
      }
      const customer = await client.customers.create(input, { signal })
      if (out.isJson) out.json(customer)
      else out.line(customer.id)
    }),
  )
}
