/** What to do about a failure, for whoever set the connection up. */
import type { FailureKind, FrappeFailure } from '../client/frappe-failure.ts'

const TODO: Partial<Record<FailureKind, string>> = {
  unauthorized:
    'Check the API key and its secret: in ERPNext, User > Settings > API Access. Generating keys again makes a new secret.',
  forbidden:
    'Give the user behind the key the role that this needs (set-up: System Manager), in ERPNext under User > Roles.',
  unknown_doctype:
    'Is ERPNext installed in this site? Frappe CRM alone is another product with other records.',
  not_frappe:
    'Check ERPNEXT_URL: it is the address of the site alone, such as https://erp.example.com, without /app and with https where the site has it.',
  unreachable: 'Check ERPNEXT_URL, and whether this machine reaches it.',
  timeout: 'Is the site overloaded, or a firewall in between? Try again.',
  certificate:
    'Have the certificate renewed. For one of your own authority set NODE_EXTRA_CA_CERTS to its file.',
  unavailable: 'Try again when the maintenance is over.',
  rate_limited: 'Try again later, or raise the limit of the site.',
  site_error: 'The Error Log in ERPNext has the reason.',
}

/** The failure, and below it what to do. */
export function explainFailure(failure: FrappeFailure): string {
  const todo = TODO[failure.kind]
  const said = [...new Set([failure.message, ...failure.messages])].join('\n')
  return todo === undefined ? said : `${said}\n${todo}`
}
