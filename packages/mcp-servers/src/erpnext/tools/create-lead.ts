import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DryRun, showWritten, Values, Verbose, WriteAnswer } from './shapes.ts'

export const createLead = (crm: CrmBackend) =>
  defineTool({
    name: 'create_lead',
    title: 'Create a lead',
    description:
      'A new lead. Needs a name, a company or an e-mail address. Look with list_leads first whether it is there; the same address twice is refused.',
    effect: 'write',
    input: z.strictObject({
      first_name: z.string().max(140).optional().describe('The person’s first name.'),
      last_name: z.string().max(140).optional().describe('The person’s last name.'),
      company_name: z.string().max(140).optional().describe('The company that the lead is from.'),
      email_id: z.email().max(140).optional().describe('E-mail address.'),
      phone: z.string().max(60).optional().describe('Telephone number.'),
      values: Values.default({}),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ values, dry_run, verbose, ...named }, { signal }) {
      const given = Object.entries(named).filter(([, value]) => value !== undefined)
      const all = { ...values, ...Object.fromEntries(given) }
      return showWritten(await crm.create('Lead', all, { dryRun: dry_run, signal }), verbose)
    },
  })
