import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { day } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  lead?: string
  customer?: string
  title?: string
  amount?: string
  currency?: string
  stage?: string
  closing?: string
  owner?: string
}

export function opportunitiesCreate(config: CliConfig): Command {
  const command = new Command('create')
    .description('make an opportunity: of a lead, once, or of a customer')
    .option('--lead <id>', 'the lead that becomes one')
    .option('--customer <id>', 'the customer whose it is; needs a title')
    .option('--title <title>', 'what may be sold')
    .option('--amount <amount>', 'such as 125000.00')
    .option('--currency <code>', 'three letters, such as USD')
    .option('--stage <stage>', 'where it begins, unless in the first stage')
    .option('--closing <day>', 'when it is expected to close', day)
    .option('--owner <email>', "the owner's e-mail address")
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { lead, customer, title } = options
      const input = {
        title,
        opportunity_amount: options.amount,
        currency: options.currency,
        sales_stage: options.stage,
        expected_closing: options.closing,
        opportunity_owner: options.owner,
      }
      if ((lead === undefined) === (customer === undefined)) throw chooseOne()
      const made =
        lead === undefined
          ? await client.opportunities.create(
              { ...input, title: title ?? '', customer_id: customer },
              { signal },
            )
          : await client.opportunities.fromLead(lead, input, { signal })
      if (out.isJson) out.json(made)
      else out.line(made.id)
    }),
  )
}

const chooseOne = () =>
  new CliError('Say whose it is: either --lead or --customer.', { exitCode: EXIT.usage })
