/** Frappe's exceptions: a class name, a status, and what is said beside it. */

/** One item of `_server_messages`. */
export interface ServerMessage {
  message: string
  title?: string
  indicator?: string
  raise_exception?: 1
  __frappe_exc_id?: string
}

const STATUS: Record<string, number> = {
  CSRFTokenError: 400,
  InvalidAuthorizationToken: 400,
  AuthenticationError: 401,
  SessionExpired: 401,
  PermissionError: 403,
  DoesNotExistError: 404,
  DuplicateEntryError: 409,
  NameError: 409,
  TooManyRequestsError: 429,
  SessionStopped: 503,
  InReadOnlyMode: 503,
  SecurityException: 500,
}
/** Python's own: the answer is 500. */
const PYTHON = new Set(['JSONDecodeError', 'TypeError', 'AttributeError', 'OperationalError'])

interface Said {
  /** What stands after the class name in `exception`; the message when absent; `''` for a bare one. */
  tail?: string
  title?: string
  /** Messages without an indicator that stand before it, as for mandatory fields. */
  plain?: readonly string[]
  /** `_error_message` */
  reason?: string
  /** Raised without a server message. */
  silent?: boolean
  app?: 'erpnext'
}

export class FrappeError extends Error {
  override name = 'FrappeError'
  readonly type: string
  readonly said: Said

  constructor(type: string, message: string, said: Said = {}) {
    super(message)
    this.type = type
    this.said = said
  }

  get status(): number {
    return STATUS[this.type] ?? (PYTHON.has(this.type) ? 500 : 417)
  }

  get module(): string {
    if (this.type === 'JSONDecodeError') return 'json.decoder.'
    return PYTHON.has(this.type) ? '' : 'frappe.exceptions.'
  }

  /** The last line of the traceback. */
  get line(): string {
    const tail = this.said.tail ?? this.message
    return `${this.module}${this.type}${tail === '' ? '' : `: ${tail}`}`
  }

  get traceback(): string {
    const app = this.said.app ? `  File "apps/${this.said.app}/${this.said.app}/double.py"\n` : ''
    return `Traceback (most recent call last):\n  File "apps/frappe/frappe/app.py", line 114, in application\n${app}${this.line}\n`
  }
}

/** Raised by a controller of ERPNext. */
export const erpnextError = (message: string, type = 'ValidationError') =>
  new FrappeError(type, message, { app: 'erpnext' })

export const notFound = (doctype: string, name: unknown) =>
  new FrappeError('DoesNotExistError', `${doctype} ${name} not found`)

/** What Python raises where a text is no JSON. */
export const jsonError = () =>
  new FrappeError('JSONDecodeError', 'Expecting value: line 1 column 1 (char 0)', { silent: true })
