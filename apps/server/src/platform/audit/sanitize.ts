/**
 * What may stand in the audit trail, which is kept for ever: no secret, no message of a stranger, nothing that takes a page.
 * Every cut is visible.
 */
import { createHash } from 'node:crypto'
import { redactSecrets, SECRET } from './redact-secrets.ts'

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Longest text that is kept whole, in UTF-16 code units. */
const LONGEST_TEXT = 300

/** Text beyond this is not even looked at for secrets: all of it is cut anyhow. */
const LOOKED_AT = 65_536

/** Members of a list or an object that are kept. */
const MOST_MEMBERS = 50

const DEEPEST = 6

/** Longest JSON of one value; beyond it, every text is cut harder. */
const LARGEST_JSON = 8_000

/** Length of a text in a value that is too large as a whole. */
const SHORTER_TEXT = 60

/** Keys whose text somebody wrote freely. Its digest still tells whether it was this text. */
const FREE_TEXT = new Set(['message', 'text', 'html', 'body', 'body_text', 'body_html', 'content'])

/** Words of a key that name a secret: `api_key`, `clientSecret`, `X-Auth-Token`. */
const SECRET_WORDS = new Set([
  'authorization',
  'bearer',
  'cookie',
  'cookies',
  'credential',
  'credentials',
  'jwt',
  'otp',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'pwd',
  'secret',
  'secrets',
  'token',
])
const SECRET_ENDINGS = /(api|access|private|secret|signing|encryption)_?keys?$/

/** A copy without secrets, cut to what a person reads. Never throws; `undefined` becomes null. */
export function sanitize(value: unknown): Json {
  const kept = keep(value, '', 0, LONGEST_TEXT, new Set())
  if (JSON.stringify(kept).length <= LARGEST_JSON) return kept
  const shorter = keep(value, '', 0, SHORTER_TEXT, new Set())
  const json = JSON.stringify(shorter)
  if (json.length <= LARGEST_JSON) return shorter
  return `[cut: ${json.length.toLocaleString('en')} characters of JSON, sha256 ${digest(json)}]`
}

function keep(
  value: unknown,
  key: string,
  depth: number,
  longest: number,
  above: ReadonlySet<object>,
): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (isSecretKey(key) && !isCount(value)) return SECRET
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string')
    return FREE_TEXT.has(key.toLowerCase()) ? tellOf(value) : cut(value, longest)
  if (typeof value !== 'object') return `[${typeof value}]`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (above.has(value)) return '[circular]'
  if (depth >= DEEPEST) return '[cut: too deep]'
  const inside = new Set([...above, value])
  const next = (member: unknown, name: string) => keep(member, name, depth + 1, longest, inside)
  return Array.isArray(value) ? keepList(value, key, next) : keepObject(value, next)
}

type Keep = (member: unknown, name: string) => Json

function keepList(list: readonly unknown[], key: string, next: Keep): Json[] {
  const kept = list.slice(0, MOST_MEMBERS).map((member) => next(member, key))
  return list.length > MOST_MEMBERS
    ? [...kept, `[cut: ${(list.length - MOST_MEMBERS).toLocaleString('en')} more]`]
    : kept
}

function keepObject(value: object, next: Keep): { [key: string]: Json } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const kept = members
    .slice(0, MOST_MEMBERS)
    .map(([name, member]) => [cut(name, SHORTER_TEXT), next(member, name)] as const)
  const left = members.length - kept.length
  if (left > 0) kept.push(['[cut]', `${left.toLocaleString('en')} more`])
  return Object.fromEntries(kept)
}

function isSecretKey(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_ENDINGS.test(words.join('_'))
}

/** `token: 312` is an amount. */
const isCount = (value: unknown) => typeof value === 'number'

/** Secrets go before the cut: half a secret is one, too, and no pattern knows it. */
function cut(text: string, longest: number): string {
  const storable = redactSecrets(text.slice(0, LOOKED_AT)).replaceAll('\u0000', '\ufffd')
  const left = storable.length + Math.max(0, text.length - LOOKED_AT) - longest
  if (left <= 0) return storable.toWellFormed()
  const start = storable.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
  return `${start.toWellFormed()} … [cut: ${left.toLocaleString('en')} characters more]`
}

const tellOf = (text: string) =>
  text === ''
    ? ''
    : `[text: ${text.length.toLocaleString('en')} characters, sha256 ${digest(text)}]`

/** Enough of the digest to tell texts apart. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
