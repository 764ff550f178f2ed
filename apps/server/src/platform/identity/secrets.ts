/** Secrets that we hand out: 256 random bits, kept as their SHA-256 only. So much chance needs no salt and no slow hash. */
import { createHash, createHmac, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** Characters of a key that are kept and shown, to recognize it by: `insa_` and five more, 30 of 256 bits. */
const SHOWN_CHARACTERS = 10

/** A short key from the environment shows less of itself. */
const SHOWN_PART = 1 / 4

const API_KEY_START = 'insa_'

/** For a link in a mail. */
export const newToken = (): string => randomBytes(SECRET_BYTES).toString('base64url')

export const newApiKey = (): string => `${API_KEY_START}${newToken()}`

/**
 * The same key for the same request: what makes a repeated POST answer with the key of the first one, without that key
 * being kept anywhere.
 */
export function apiKeyFor(secret: string, request: readonly string[]): string {
  const bits = createHmac('sha256', secret)
    .update(JSON.stringify(['api-key', ...request]))
    .digest('base64url')
  return `${API_KEY_START}${bits}`
}

export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex')

export const shownPrefix = (key: string): string =>
  key.slice(0, Math.min(SHOWN_CHARACTERS, Math.floor(key.length * SHOWN_PART)))
