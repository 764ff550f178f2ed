import { z } from 'zod'

/** Only a path of our own: an address elsewhere would make the sign-in a springboard for phishing. */
const OwnPath = z
  .string()
  .refine((path) => /^\/(?![/\\])/.test(path))
  .optional()
  .catch(undefined)

export const SignInSearch = z.object({
  /** Where to go after the sign-in. */
  next: OwnPath,
  /** Why the page is shown: `ended` when the session ran out. */
  why: z.enum(['ended', 'reset', 'welcome']).optional().catch(undefined),
})

/** What a mail's link carries. better-auth adds `error` when the token is no longer good. */
export const TokenSearch = z.object({
  token: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
})
