/** Passwords: scrypt, in better-auth's own format (`salt:key`, hex), compared in constant time. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** 32 MiB and about 0.1 s a try. A change needs a marker in the format: old passwords must go on working. */
const COST: ScryptOptions = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }
const KEY_BYTES = 64

const MIN_LENGTH = 10
const MAX_LENGTH = 128

/** A password being chosen. */
export const NewPassword = z.string().min(MIN_LENGTH).max(MAX_LENGTH)

/** A password being tried: the limit keeps megabytes away from scrypt. */
export const TriedPassword = z.string().min(1).max(MAX_LENGTH)

/** Takes about 0.1 s on another thread: never inside a transaction. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${(await derive(password, salt)).toString('hex')}`
}

/** @returns false for a hash that is not ours, after the same time. */
export async function verifyPassword(attempt: {
  hash: string
  password: string
}): Promise<boolean> {
  const [salt = '', key = ''] = attempt.hash.split(':')
  const expected = Buffer.from(key, 'hex')
  const actual = await derive(attempt.password, salt)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
