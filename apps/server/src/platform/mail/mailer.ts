/** Sends queued mails through SMTP, or keeps them readable in the console where no server is set. */
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { claimMail, insertMail, type MailRow, markLostMails, settleMail } from './mail.store.ts'
import type { MailDraft } from './outgoing-mail.ts'

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
}

const MAX_ATTEMPTS = 6
const RETRY_BASE_S = 10
const POLL_MS = 5_000
const SMTP_TIMEOUT_MS = 20_000
/** Longer than any live attempt can take. Seconds. */
const LOST_AFTER_S = 120

export function createMailer({ database, publish, logger, smtpUrl, from }: MailerDeps): Mailer {
  const transport = smtpUrl
    ? createTransport({
        url: smtpUrl,
        connectionTimeout: SMTP_TIMEOUT_MS,
        greetingTimeout: SMTP_TIMEOUT_MS,
        socketTimeout: SMTP_TIMEOUT_MS,
      } as Parameters<typeof createTransport>[0])
    : null
  let stopped = false
  let working: Promise<void> | null = null

  const send = async (mail: MailRow) => {
    if (!transport) return
    try {
      await transport.sendMail({
        from,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.body_text,
        ...(mail.body_html ? { html: mail.body_html } : {}),
        messageId: `<${mail.id}@insa-crm>`,
      })
      await database.sweeper((tx) => settleMail(tx, mail.id, { status: 'sent' }))
    } catch (error) {
      logger.warn({ err: error, mail: mail.id }, 'A mail could not be sent')
      await database.sweeper((tx) => settleMail(tx, mail.id, afterError(error, mail.attempts)))
    }
  }
  const drain = async () => {
    await database.sweeper((tx) => markLostMails(tx, LOST_AFTER_S))
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
      const id = await insertMail(tx, mail, transport ? 'queued' : 'kept')
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

function afterError(error: unknown, attempts: number): Parameters<typeof settleMail>[2] {
  const { message, responseCode, command } = error as Error & {
    responseCode?: number
    command?: string
  }
  // The server was given the whole message and did not answer: it may have taken it.
  if (responseCode === undefined && command === 'DATA') return { status: 'unknown', error: message }
  const refused = responseCode !== undefined && responseCode >= 500
  if (refused || attempts >= MAX_ATTEMPTS) return { status: 'failed', error: message }
  return { status: 'queued', error: message, retryInS: RETRY_BASE_S * 2 ** (attempts - 1) }
}
