import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../../testing/mail-server.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'

let server: MailServer
let app: TestApp
beforeEach(async () => {
  server = await startMailServer()
  app = await testApp({ config: { smtpUrl: server.url, mailFrom: 'INSA <crm@insa.example.com>' } })
  await app.acme
    .as('manager')
    .settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
})
afterEach(async () => {
  await app.close()
  await server.stop()
})

const sales = () => app.acme.as('sales')
async function alertOf(lead = sampleLead({ lead_owner: 'owner@acme.example.com' })) {
  const { id } = await sales().leads.create(lead)
  await sales().leads.qualify(id, { wait: 30 })
  return (await sales().mail.list()).data[0]?.id ?? ''
}
const statusOf = async (id: string) => (await sales().mail.get(id)).status
/** Another mail wakes the sender, which then takes whatever is due. */
async function wakeSender() {
  const other = app.globex.as('sales')
  await app.globex
    .as('manager')
    .settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
  const { id } = await other.leads.create(sampleLead({ lead_owner: 'other@globex.example.com' }))
  await other.leads.qualify(id, { wait: 30 })
  const mail = (await other.mail.list()).data[0]
  await expect.poll(async () => (await other.mail.get(mail?.id ?? '')).status).toBe('sent')
}
async function retryNow() {
  await ownerQuery(
    app.database,
    sql`update outgoing_mails set due_at = now() where status = 'queued'`,
  )
  await wakeSender()
}
const sentToOwner = () => server.received.filter((m) => m.to.includes('owner@acme.example.com'))

describe('the alert about an IMMEDIATE lead', () => {
  it('is sent once, to the owner, in plain text [leads.immediate.mail]', async () => {
    const id = await alertOf()
    await expect.poll(() => statusOf(id)).toBe('sent')
    expect(server.received).toMatchObject([
      { to: ['owner@acme.example.com'], from: 'crm@insa.example.com' },
    ])
    const text = server.received[0]?.text ?? ''
    expect(text).toContain('Subject: Call now: Aceros del Norte')
    expect(text).toContain(`Message-ID: <${id}@insa-crm>`)
    expect(text).not.toMatch(/text\/html/i)
    expect((await sales().mail.get(id)).sent_at).not.toBeNull()
  })

  it('carries a lead’s words into no header and no markup', async () => {
    const id = await alertOf(
      sampleLead({
        lead_owner: 'owner@acme.example.com',
        company_name: 'Evil\r\nBcc: all@example.com',
        message: `${sampleLead().message} <script>alert(1)</script>`,
      }),
    )
    await expect.poll(() => statusOf(id)).toBe('sent')
    expect(server.received.map((m) => m.to)).toEqual([['owner@acme.example.com']])
    expect(server.received[0]?.text).not.toMatch(/^Bcc:/im)
  })

  it('is tried again after a passing refusal, and sent once', async () => {
    server.answerNext({ code: 451, text: 'Greylisted, come back later' })
    const id = await alertOf()
    await expect.poll(() => server.attempts).toBe(1)
    await expect.poll(() => statusOf(id)).toBe('queued')
    expect((await sales().mail.get(id)).error).toContain('Greylisted')
    await retryNow()
    await expect.poll(() => statusOf(id)).toBe('sent')
    expect(sentToOwner()).toHaveLength(1)
    expect((await sales().mail.get(id)).error).toBeNull()
  })

  it('is tried again when the server is not there', async () => {
    await server.stop()
    const id = await alertOf()
    await expect.poll(async () => (await sales().mail.get(id)).error).toMatch(/ECONNREFUSED/)
    expect(await statusOf(id)).toBe('queued')
  })

  it('fails for good when the server refuses for good', async () => {
    server.answerNext({ code: 550, text: 'No such user' })
    const id = await alertOf()
    await expect.poll(() => statusOf(id)).toBe('failed')
    expect((await sales().mail.get(id)).error).toContain('No such user')
    expect(server.received).toEqual([])
  })

  it('is unknown, and not sent again, when the line is cut after the whole message was given', async () => {
    server.cutAfterData()
    const id = await alertOf()
    await expect.poll(() => statusOf(id)).toBe('unknown')
    await wakeSender()
    expect(await statusOf(id)).toBe('unknown')
    expect(sentToOwner()).toEqual([])
    expect(server.attempts).toBe(2)
  })

  it('is unknown when the process died while it was being sent', async () => {
    const id = await alertOf()
    await expect.poll(() => statusOf(id)).toBe('sent')
    await ownerQuery(
      app.database,
      sql`update outgoing_mails set status = 'sending', due_at = now() - interval '10 minutes'`,
    )
    await wakeSender()
    await expect.poll(() => statusOf(id)).toBe('unknown')
    expect(sentToOwner()).toHaveLength(1)
  })
})
