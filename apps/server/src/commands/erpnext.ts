/** `insa erpnext setup` and `insa erpnext verify`: what a site needs of us, and what we assume of it. */
import { Command } from 'commander'
import type { ErpnextSetupOptions } from './erpnext-setup.ts'
import type { ErpnextVerifyOptions } from './erpnext-verify.ts'

type Guarded = <A extends unknown[]>(
  action: (...args: A) => Promise<void>,
) => (...args: A) => Promise<void>

const WEBHOOK_URL =
  'where ERPNext reaches us: https://…/api/v1/webhooks/erpnext/ORGANIZATION (needs ERPNEXT_WEBHOOK_SECRET)'

export function erpnextCommand(guarded: Guarded): Command {
  const erpnext = new Command('erpnext').description(
    'the ERPNext site of ERPNEXT_URL: set it up, look whether it is as we assume, exchange with it',
  )
  erpnext
    .command('setup')
    .description(
      'put our DocTypes, fields and list entries into the site; again changes nothing (ERPNEXT_SETUP_KEY)',
    )
    .option('--dry-run', 'only say what would be done; so it is without --apply')
    .option('--apply', 'do it')
    .option('--webhook-url <url>', WEBHOOK_URL)
    .option('--json', 'print JSON on stdout, and nothing else there')
    .action(
      guarded(async (options: ErpnextSetupOptions) =>
        (await import('./erpnext-setup.ts')).erpnextSetup(options),
      ),
    )
  erpnext
    .command('verify')
    .description(
      'check version, fields, masters, permissions, set-up and webhooks of the site; changes nothing',
    )
    .option('--webhook-url <url>', WEBHOOK_URL)
    .option('--json', 'print JSON on stdout, and nothing else there')
    .action(
      guarded(async (options: ErpnextVerifyOptions) =>
        (await import('./erpnext-verify.ts')).erpnextVerify(options),
      ),
    )
  return erpnext
}
