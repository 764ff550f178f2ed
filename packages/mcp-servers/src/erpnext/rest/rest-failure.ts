/** What a caller of a tool is told when ERPNext fails, and what to do then. */
import { ToolError } from '../../kit/index.ts'
import { type FailureKind, FrappeFailure } from '../client/frappe-failure.ts'

const CODES: Record<FailureKind, string> = {
  unauthorized: 'erpnext.unauthorized',
  forbidden: 'erpnext.forbidden',
  not_found: 'record.not_found',
  unknown_doctype: 'doctype.not_found',
  duplicate: 'record.duplicate',
  invalid: 'record.invalid',
  stale: 'record.changed_meanwhile',
  linked: 'record.linked',
  rate_limited: 'erpnext.busy',
  unavailable: 'erpnext.unavailable',
  timeout: 'erpnext.timeout',
  unreachable: 'erpnext.unreachable',
  certificate: 'erpnext.certificate',
  not_frappe: 'erpnext.not_frappe',
  site_error: 'erpnext.failed',
}

const HINTS: Partial<Record<FailureKind, string>> = {
  unauthorized: 'An administrator has to put the API key of ERPNext right.',
  forbidden:
    'An administrator of ERPNext has to give the right, or somebody with it has to do this.',
  not_found: 'search_records finds it by its name, company or e-mail address.',
  unknown_doctype: 'describe_doctype tells what there is.',
  stale: 'It was changed meanwhile. Read it again, and repeat the change with the new version.',
  unreachable: 'An administrator has to look whether ERPNext runs and ERPNEXT_URL names it.',
  certificate: 'An administrator has to renew the certificate of ERPNext.',
  not_frappe: 'An administrator has to check ERPNEXT_URL.',
}

const UNKNOWN_FATE =
  'Whether it was done is not known: the answer never came. Look for it before you try again.'

function toToolError(failure: FrappeFailure): ToolError {
  const words = [...new Set([failure.message, ...failure.messages])].join('\n')
  return new ToolError(words, {
    code: failure.outcome === 'unknown' ? 'erpnext.outcome_unknown' : CODES[failure.kind],
    fields: failure.fields.map((path) => ({ path, message: 'is needed.' })),
    hint: failure.outcome === 'unknown' ? UNKNOWN_FATE : hintOf(failure),
    cause: failure,
  })
}

/** What the caller wrote was looked up before; a default of the site that leads nowhere comes to light only here. */
const NO_SUCH_LINK =
  'ERPNext’s setup wizard makes these lists: an administrator runs it, or adds what is missing by hand. `insa erpnext verify` names all of it.'

function hintOf({ kind, exception, retryAfterSeconds }: FrappeFailure): string | undefined {
  if (exception === 'LinkValidationError') return NO_SUCH_LINK
  if (retryAfterSeconds !== null) return `Try again in ${Math.ceil(retryAfterSeconds)} s.`
  return HINTS[kind]
}

/** Answers what `work` answers; a failure of the site is told as one of the tool. */
export async function throughErpnext<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof FrappeFailure ? toToolError(error) : error
  }
}
