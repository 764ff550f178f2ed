/** better-auth, set up on our tables: sessions, passwords and their reset. See docs/decisions on identity. */
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../database/database.ts'
import { identityDialect } from './identity-dialect.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { Report } from './report.ts'

/** The address of the caller as we saw it, handed to better-auth; a client's own header of this name never gets there. */
export const CLIENT_IP_HEADER = 'x-insa-client-ip'

const DAY_S = 24 * 60 * 60
const SESSION_S = 7 * DAY_S
const RESET_TOKEN_S = 60 * 60

export interface SignInEngineDeps {
  database: Database
  secret: string
  publicUrl: string
  /** Called when somebody who is known asks for a new password. */
  sendReset: (user: { id: string; email: string; name: string }, token: string) => Promise<void>
  onPasswordReset: (user: { id: string; email: string }) => Promise<void>
  report: Report
}

export type SignInEngine = Awaited<ReturnType<typeof createSignInEngine>>

/** Loads better-auth now and not at start: it takes a third of a second that only people with a browser need. */
export async function createSignInEngine(deps: SignInEngineDeps) {
  const { betterAuth } = await import('better-auth')
  const auth = betterAuth({
    appName: 'INSA CRM',
    secret: deps.secret,
    baseURL: deps.publicUrl,
    database: { dialect: identityDialect(deps.database), type: 'postgres', transaction: false },
    ...TABLES,
    emailAndPassword: {
      enabled: true,
      // People come by invitation.
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
      // Our own schemas set the limits; a password from before a stricter limit still opens.
      minPasswordLength: 1,
      resetPasswordTokenExpiresIn: RESET_TOKEN_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => deps.sendReset(user, token),
      onPasswordReset: ({ user }) => deps.onPasswordReset(user),
    },
    advanced: {
      cookiePrefix: 'insa',
      useSecureCookies: deps.publicUrl.startsWith('https://'),
      database: { generateId: () => uuidv7(), joins: true, validateSchema: false },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    // Ours counts by account too (attempt-limiter.ts); better-auth's own sits in the HTTP handler that we do not use.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Errors only: its warnings would tell the log who has no account.
    logger: {
      level: 'error',
      log: (_level, message, ...facts) =>
        deps.report(
          facts.find((f) => f instanceof Error),
          message,
        ),
    },
  })
  await auth.$context
  return auth.api
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

/** better-auth's names to ours. */
const TABLES = {
  user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...timestamps } },
  session: {
    modelName: 'sessions',
    expiresIn: SESSION_S,
    // The first visit of a day moves the end of the session.
    updateAge: DAY_S,
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...timestamps,
    },
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...timestamps,
    },
  },
  verification: {
    modelName: 'verifications',
    // Who reads the table cannot use a reset link.
    storeIdentifier: 'hashed',
    fields: { expiresAt: 'expires_at', ...timestamps },
  },
} as const
