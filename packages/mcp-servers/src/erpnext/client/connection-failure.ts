/** Why a request got no answer: the codes of the sockets and of TLS, in words. */
import { FrappeFailure } from './frappe-failure.ts'

/** The request cannot have reached the site. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const CERTIFICATE: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet: is this machine’s clock right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that this machine does not know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host',
}

export function connectionFailure(error: unknown, url: string, isWrite: boolean): FrappeFailure {
  const code = codeOf(error)
  const host = new URL(url).host
  if (code in CERTIFICATE)
    return new FrappeFailure(`The certificate of ${host} ${CERTIFICATE[code]}.`, {
      kind: 'certificate',
      cause: error,
    })
  const isUnsent = NOT_SENT.has(code)
  const words =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? `The host ${host} is not known.`
      : isUnsent
        ? `Nothing answers at ${host}.`
        : `The connection to ${host} broke.`
  return new FrappeFailure(words, {
    kind: 'unreachable',
    outcome: isWrite && !isUnsent ? 'unknown' : 'not_done',
    cause: error,
  })
}

/** fetch hides the reason in its cause, which may hide several. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    const { code, errors } = at as { code?: unknown; errors?: unknown[] }
    if (typeof code === 'string') return code
    at = at.cause ?? errors?.[0]
  }
  return ''
}
