/** A real SMTP server for tests, which can be told to refuse or to cut the line. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body as they came. */
  text: string
}

export interface MailServer {
  url: string
  received: ReceivedMail[]
  /** How often a whole message was given. */
  attempts: number
  /** The next message is answered with this instead of being taken. */
  answerNext(refusal: { code: number; text: string }): void
  /** The line is cut once the next message is there, before any answer. */
  cutAfterData(): void
  stop(): Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  let refusal: { code: number; text: string } | null = null
  let cut = false
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mail.attempts += 1
        if (cut) {
          cut = false
          for (const connection of server.connections) connection._socket.destroy()
          return
        }
        if (refusal) {
          const error = Object.assign(new Error(refusal.text), { responseCode: refusal.code })
          refusal = null
          return done(error)
        }
        mail.received.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((r) => r.address),
          text: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received: [],
    attempts: 0,
    answerNext(wanted) {
      refusal = wanted
    },
    cutAfterData() {
      cut = true
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return mail
}
