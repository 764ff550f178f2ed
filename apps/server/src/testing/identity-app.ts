/** The HTTP application with nothing but its ways in: cookies, addresses and mails are in a test's hands. */
import { ApiKeyCreated, type Permission, type Role } from '@insa/contracts'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../platform/database/database.ts'
import { createApp } from '../platform/http/app.ts'
import { createIdentity } from '../platform/identity/identity.ts'
import { insertUser } from '../platform/identity/insert-user.ts'
import { hashPassword } from '../platform/identity/password.ts'
import { createLocalCounters } from '../platform/limits/local-counters.ts'
import type { MailDraft } from '../platform/mail/outgoing-mail.ts'
import { createMetrics } from '../platform/telemetry/metrics.ts'
import { openTestDatabase } from './test-database.ts'

export const PASSWORD = 'correct horse battery'

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: Record<string, unknown>
  key?: string
  cookie?: string
  headers?: Record<string, string>
  ip?: string
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on it; a wrong path shows as a failed expectation
  body: any
  headers: Record<string, unknown>
  cookies: string[]
}

type CallServer = (url: string, call?: Call) => Promise<Answer>

export type IdentityApp = Awaited<ReturnType<typeof identityApp>>

interface Options {
  /** Where people would reach it; decides whether cookies are Secure. */
  publicUrl?: string
  /** Closed with the application. An empty embedded one when absent. */
  database?: Database
}

export async function identityApp({
  publicUrl = 'http://localhost:8080',
  ...options
}: Options = {}) {
  const database = options.database ?? (await openTestDatabase('pglite'))
  const mails: (MailDraft & { organizationId: string })[] = []
  const problems: unknown[] = []
  const identity = createIdentity({
    database,
    secret: 'a secret of this test, long enough to sign with',
    publicUrl: () => publicUrl,
    sendMail: async ({ organizationId }, mail) => void mails.push({ ...mail, organizationId }),
    report: (error) => problems.push(error),
  })
  const app = await createApp({
    logger: pino({ level: 'silent' }),
    database,
    identity,
    metrics: createMetrics(),
    metricsToken: null,
    canaries: null,
    counters: createLocalCounters(),
    routes: [],
  })
  const call = callsTo(app)
  return {
    database,
    identity,
    /** Sent so far, oldest first. */
    mails,
    /** What was reported to the log. */
    problems,
    call,
    ...people(database, call),
    /** Actions of the audit trail of one organization, oldest first. */
    async audited(organizationId: string): Promise<string[]> {
      await identity.close()
      const rows = await database.tenant(organizationId, ({ db }) =>
        db.selectFrom('audit_entries').select('action').orderBy('id').execute(),
      )
      return rows.map(({ action }) => action)
    },
    async close(): Promise<void> {
      await app.close()
      await identity.close()
      await database.close()
    },
  }
}

const callsTo =
  (app: FastifyInstance): CallServer =>
  async (url, { method, body, key, cookie, headers, ip } = {}) => {
    const options: InjectOptions = {
      url,
      method: method ?? (body ? 'POST' : 'GET'),
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      ...(body ? { payload: body } : {}),
      remoteAddress: ip ?? '127.0.0.1',
    }
    const response = await app.inject(options)
    return {
      status: response.statusCode,
      body: response.body === '' ? null : response.json(),
      headers: response.headers,
      cookies: [response.headers['set-cookie'] ?? []].flat(),
    }
  }

let passwordHash: Promise<string> | undefined

function people(database: Database, call: CallServer) {
  /** @returns the cookie that the browser would send. */
  async function signIn(email: string, password = PASSWORD): Promise<string> {
    const { cookies, status } = await call('/api/auth/sign-in/email', { body: { email, password } })
    const cookie = cookies[0]?.split(';')[0]
    if (status !== 200 || cookie === undefined)
      throw new Error(`${email} could not sign in: ${status}`)
    return cookie
  }

  /** A member with a password. scrypt is slow on purpose, so all of them share one hash. */
  async function addPerson(organizationId: string, email: string, role: Role): Promise<void> {
    passwordHash ??= hashPassword(PASSWORD)
    const person = { id: uuidv7(), email, name: `Person ${role}`, passwordHash: await passwordHash }
    await database.identity(async ({ db }) => {
      const known = await db
        .selectFrom('users')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirst()
      if (!known) await insertUser(db, person)
      await db
        .insertInto('members')
        .values({
          id: uuidv7(),
          organization_id: organizationId,
          user_id: known?.id ?? person.id,
          role,
        })
        .execute()
    })
  }

  return {
    signIn,
    addPerson,
    /** Another organization, with an administrator who is signed in. */
    async newOrganization(name = 'Another GmbH') {
      const [id, email] = [uuidv7(), `admin-${uuidv7()}@example.com`]
      await database.identity(({ db }) =>
        db.insertInto('organizations').values({ id, name, slug: id }).execute(),
      )
      await addPerson(id, email, 'administrator')
      return { id, email, cookie: await signIn(email) }
    },
    /** A key made by the person behind the cookie. */
    async newKey(cookie: string, role: Role, scopes: Permission[] = []) {
      const body = { name: `Key ${role}`, role, scopes }
      return ApiKeyCreated.parse((await call('/api/v1/api-keys', { cookie, body })).body)
    },
  }
}
