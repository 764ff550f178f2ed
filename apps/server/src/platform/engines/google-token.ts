/**
 * Access tokens of Google Cloud: from a service account's key file, from what `gcloud auth application-default login` has
 * written, or from the machine's own identity. RFC 7523 and RFC 6749; of our own, because Google's library is 32 packages.
 */
import { createSign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const METADATA =
  'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token'
/** A token is renewed so long before its end. Milliseconds. */
const EARLY_MS = 60_000
/** Longest wait for a token. Milliseconds. */
const TIMEOUT_MS = 10_000
const ASSERTED_S = 3_600

const KeyFile = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('service_account'),
    client_email: z.string(),
    private_key: z.string(),
    private_key_id: z.string().optional(),
    token_uri: z.url().default('https://oauth2.googleapis.com/token'),
  }),
  z.object({
    type: z.literal('authorized_user'),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string(),
    token_uri: z.url().default('https://oauth2.googleapis.com/token'),
  }),
])
type KeyFile = z.infer<typeof KeyFile>

const Token = z.object({ access_token: z.string(), expires_in: z.number() })

/** @param keyFile null: the identity of the machine. @returns what gives a token that still holds. */
export function createGoogleToken(keyFile: string | null): () => Promise<string> {
  let kept: Promise<{ token: string; until: number }> | null = null
  const renew = async () => {
    const { access_token, expires_in } = await askFor(keyFile)
    return { token: access_token, until: Date.now() + expires_in * 1000 - EARLY_MS }
  }
  return async () => {
    const former = await kept?.catch(() => null)
    if (!former || former.until < Date.now()) kept = renew()
    return (await (kept ?? renew())).token
  }
}

async function askFor(keyFile: string | null): Promise<z.infer<typeof Token>> {
  if (keyFile === null)
    return tokenOf(await get(METADATA, { headers: { 'metadata-flavor': 'Google' } }))
  const key = KeyFile.parse(JSON.parse(await readFile(keyFile, 'utf8')))
  return tokenOf(await get(key.token_uri, { method: 'POST', body: grantOf(key) }))
}

const get = (url: string, init: RequestInit) =>
  fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })

/** @throws Error with what Google said; it never repeats a secret. */
async function tokenOf(response: Response): Promise<z.infer<typeof Token>> {
  if (response.ok) return Token.parse(await response.json())
  const said = (await response.text()).slice(0, 300)
  throw new Error(`Google gave no access token (${response.status}): ${said}`)
}

function grantOf(key: KeyFile): URLSearchParams {
  if (key.type === 'authorized_user') {
    const { client_id, client_secret, refresh_token } = key
    const grant_type = 'refresh_token'
    return new URLSearchParams({ grant_type, client_id, client_secret, refresh_token })
  }
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  return new URLSearchParams({ grant_type, assertion: assertionOf(key) })
}

function assertionOf(key: Extract<KeyFile, { type: 'service_account' }>): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = part({ alg: 'RS256', typ: 'JWT', kid: key.private_key_id })
  const claims = part({
    iss: key.client_email,
    scope: SCOPE,
    aud: key.token_uri,
    iat: now,
    exp: now + ASSERTED_S,
  })
  const signature = createSign('RSA-SHA256').update(`${head}.${claims}`).sign(key.private_key)
  return `${head}.${claims}.${signature.toString('base64url')}`
}
