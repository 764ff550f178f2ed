import { z } from 'zod'

/** The server's least length; longer sentences are better than signs and digits. */
export const MIN_PASSWORD_LENGTH = 10

export const NewPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(128, 'Use at most 128 characters.')
