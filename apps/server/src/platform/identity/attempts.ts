/** How often one may try, by address and by account. An account's limit alone would let a stranger lock its owner out. */
import type { Limit } from '../limits/counters.ts'

type AttemptRule = Omit<Limit, 'key'>

const MINUTE_MS = 60_000

/** Wrong passwords; a right one is given back. */
const BY_ADDRESS: AttemptRule = { max: 30, windowMs: 10 * MINUTE_MS }
const BY_ADDRESS_AND_ACCOUNT: AttemptRule = { max: 8, windowMs: 10 * MINUTE_MS }
/** From everywhere together: a botnet gets this many guesses at one account. */
const BY_ACCOUNT: AttemptRule = { max: 100, windowMs: 60 * MINUTE_MS }
const RESET_BY_ADDRESS: AttemptRule = { max: 20, windowMs: 60 * MINUTE_MS }
/** Mails into one mailbox. */
const RESET_BY_ACCOUNT: AttemptRule = { max: 5, windowMs: 60 * MINUTE_MS }

/** A try of a password: at the door, accepting an invitation, changing it. @param email in lower case */
export const passwordAttempt = (ip: string, email: string): Limit[] => [
  { key: `password ${ip}`, ...BY_ADDRESS },
  { key: `password ${ip} ${email}`, ...BY_ADDRESS_AND_ACCOUNT },
  { key: `password * ${email}`, ...BY_ACCOUNT },
]

/** A mail with a reset link. @param email in lower case */
export const resetAttempt = (ip: string, email: string): Limit[] => [
  { key: `reset ${ip}`, ...RESET_BY_ADDRESS },
  { key: `reset * ${email}`, ...RESET_BY_ACCOUNT },
]
