/**
 * Qualifies a lead for real, then replays that run, with every way out of the process watched:
 * `node guarded-replay.ts MODEL_URL SMTP_URL ENGINE`. Prints what went out in each part, as JSON, and which ports it listened
 * on. Whoever watches its system calls finds a mark between the parts (call-watch.ts). Started by tests only.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Execution } from '@insa/contracts'
import { pino } from 'pino'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import { openPglite } from '../platform/database/open-pglite.ts'
import { markPart } from './call-watch.ts'
import { installNetGuard, listenInOnServers } from './net-guard.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from './sample-leads.ts'
import { insertTestOrganization } from './test-organizations.ts'

const [modelUrl = '', smtpUrl = '', engine = ''] = process.argv.slice(2)
const listening = listenInOnServers()
const guard = installNetGuard()
const database = await openPglite(null)
const program = await compose({
  config: readConfig({
    INSA_ENGINE: engine,
    ANTHROPIC_API_KEY: 'a-key',
    ANTHROPIC_BASE_URL: modelUrl,
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'crm@example.com',
  }),
  database,
  logger: pino({ level: 'silent' }),
  secret: 'a secret of this test, long enough to sign with',
  publicUrl: () => 'http://localhost',
})
await program.startWorking()
const organization = await insertTestOrganization(database, 'Acme', 'http://localhost')

/** A request without a connection. */
async function call(method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  const response = await program.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${organization.keys.manager}` },
    ...(body ? { payload: body } : {}),
  })
  if (response.statusCode >= 400) throw new Error(`${method} ${url}: ${response.body}`)
  return response.json()
}

async function ended({ id }: Execution): Promise<Execution> {
  for (;;) {
    const execution: Execution = await call('GET', `/api/v1/executions/${id}`)
    if (execution.finished_at !== null) return execution
    await sleep(50)
  }
}

/** Until the mailer has nothing left to send. */
async function mailed(): Promise<void> {
  for (;;) {
    const { data } = await call('GET', '/api/v1/mail')
    if (data.every((mail: { status: string }) => mail.status === 'sent')) return
    await sleep(50)
  }
}

const settings = { ...EVERY_LEAD_IMMEDIATE, auto_qualify: false, sales_email: 'sales@example.com' }
await call('PUT', '/api/v1/settings/qualification', settings)
const { id } = await call('POST', '/api/v1/leads', sampleLead())
const begin = (part: string) => {
  markPart(part)
  return guard.take()
}
begin('forReal')
const real = await ended(await call('POST', `/api/v1/leads/${id}/qualify`))
await mailed()
const forReal = begin('withModel')
const replay = (body: object) => call('POST', `/api/v1/executions/${real.id}/replay`, body)
const asked = await ended(await replay({}))
const withModel = begin('withoutModel')
const own = await ended(await replay({ engine: 'baseline' }))
await mailed()
const withoutModel = begin('after')
await program.close(0)
const statuses = [real, asked, own].map(({ status, engine }) => `${status} by ${engine}`)
process.stdout.write(JSON.stringify({ statuses, forReal, withModel, withoutModel, listening }))
