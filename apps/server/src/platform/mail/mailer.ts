/** Sends queued mails through SMTP, or keeps them readable in the console where no server is set. */
import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Patience } from '../processes/patience.ts'
import { trail } from '../telemetry/logger.ts'
import { createQuietTracing } from '../telemetry/quiet-tracing.ts'
import { parseTraceparent } from '../telemetry/trace-context.ts'
import { inSpan, type Tracing } from '../telemetry/tracing.ts'
import { claimMail, insertMail, type MailRow, markLostMails, settleMail } from './mail.store.ts'
import { ADMINISTRATORS_TEMPLATES, type MailDraft } from './outgoing-mail.ts'

export interface Mailer {
  /** Writes the mail in the caller's transaction; it goes out after the commit. */
  queue(tx: TenantTx, mail: MailDraft): Promise<string>
  stop(): Promise<void>
}

export interface MailerDeps {
  database: Database
  publish: Publish
  logger: Logger
  smtpUrl: string | null
  from: string
  patience: Patience['mail']
  /** Default: none that leaves this process. */
  tracing?: Tracing
}

const MAX_ATTEMPTS = 6
const POLL_MS = 5_000

export function createMailer(deps: MailerDeps): Mailer {
  const { database, publish, logger, smtpUrl, from, patience } = deps
  const { tracing = createQuietTracing() } = deps
  const transport = smtpUrl
    ? createTransport({
        url: smtpUrl,
        connectionTimeout: patience.answerMs,
        greetingTimeout: patience.answerMs,
        socketTimeout: patience.answerMs,
      } as Parameters<typeof createTransport>[0])
    : null
  // Mails of which the whole text has gone into the line: if no answer comes, nobody knows whether they were taken.
  const givenWhole = new Set<string>()
  transport?.use('stream', (mail, done) => {
    mail.message.processFunc((text) =>
      text.pipe(new PassThrough()).once('end', () => givenWhole.add(String(mail.data.messageId))),
    )
    done()
  })
  let stopped = false
  let working: Promise<void> | null = null

  const send = async (mail: MailRow) => {
    if (!transport) return
    const messageId = `<${mail.id}@insa-crm>`
    const traceId = parseTraceparent(mail.traceparent)?.traceId ?? null
    const traced = traceId === null ? {} : { 'trace.id': traceId }
    try {
      const sent = {
        from,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.body_text,
        ...(mail.body_html ? { html: mail.body_html } : {}),
        messageId,
      }
      await inSpan(tracing, mailSpan(mail), () => transport.sendMail(sent), smtpCode)
      await database.sweeper((tx) => settleMail(tx, mail.id, { status: 'sent' }))
      logger.info(
        { ...trail('mail', traceId), mail: mail.id, execution: mail.execution_id },
        'A mail was sent',
      )
    } catch (error) {
      logger.warn({ ...traced, err: error, mail: mail.id }, 'A mail could not be sent')
      const end = afterError(error, mail.attempts, givenWhole.has(messageId), patience.retryS)
      await database.sweeper((tx) => settleMail(tx, mail.id, end))
    } finally {
      givenWhole.delete(messageId)
    }
  }
  const drain = async () => {
    await database.sweeper((tx) => markLostMails(tx, patience.lostAfterS))
    while (!stopped) {
      const mail = await database.sweeper(claimMail)
      if (!mail) return
      await send(mail)
    }
  }
  const wake = () => {
    if (!transport || stopped || working) return
    working = drain()
      .catch((error: unknown) => logger.error({ err: error }, 'The mailer stumbled'))
      .finally(() => {
        working = null
      })
  }
  const timer = transport ? setInterval(wake, POLL_MS) : undefined
  wake()
  return {
    async queue(tx, mail) {
      const id = await insertMail(tx, mail, transport ? 'queued' : 'kept', tracing.traceparent())
      if (!ADMINISTRATORS_TEMPLATES.has(mail.template))
        await publish(tx, { type: 'mail.queued', mail_id: id })
      tx.afterCommit(wake)
      return id
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await working
      transport?.close()
    },
  }
}

/** Its child, whose mail it is, wherever that ran; who gets it and what it says is not told. */
const mailSpan = ({ id, template, traceparent }: MailRow) => ({
  name: 'send mail',
  kind: 'client' as const,
  parent: traceparent,
  attributes: { 'insa.mail.id': id, 'insa.mail.template': template },
})

const smtpCode = (error: unknown) =>
  String((error as { responseCode?: number; code?: string }).responseCode ?? 'smtp')

/** @param givenWhole the server was given the whole message. */
function afterError(
  error: unknown,
  attempts: number,
  givenWhole: boolean,
  retryS: number,
): Parameters<typeof settleMail>[2] {
  const { message, responseCode } = error as Error & { responseCode?: number }
  // It did not answer, and may have taken it: sending again could send twice.
  if (responseCode === undefined && givenWhole) return { status: 'unknown', error: message }
  const refused = responseCode !== undefined && responseCode >= 500
  if (refused || attempts >= MAX_ATTEMPTS) return { status: 'failed', error: message }
  return { status: 'queued', error: message, retryInS: retryS * 2 ** (attempts - 1) }
}
