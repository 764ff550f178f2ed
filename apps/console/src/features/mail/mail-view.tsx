import type { OutgoingMail } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { MailBadge } from '../../ui/badges.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { splitLinks } from './split-links.ts'

/** One mail, as text: an HTML mail may carry what a lead wrote, and text cannot do anything. */
export function MailView({ mail }: { mail: OutgoingMail }) {
  return (
    <article className="card min-w-0">
      <header className="grid gap-1 border-line border-b px-5 py-4">
        <div className="flex flex-wrap items-start gap-3">
          <h2 className="min-w-0 flex-1 break-words font-semibold text-lg">{mail.subject}</h2>
          <MailBadge status={mail.status} />
        </div>
        <p className="text-ink-2 text-sm">
          to {mail.to} · {formatInstant(mail.sent_at ?? mail.created_at)}
          {mail.lead_id && (
            <>
              {' · '}
              <Link
                to="/leads/$leadId"
                params={{ leadId: mail.lead_id }}
                className="text-accent underline underline-offset-3"
              >
                the lead
              </Link>
            </>
          )}
        </p>
      </header>
      <div className="grid gap-4 p-5">
        <Fate mail={mail} />
        <p className="whitespace-pre-wrap break-words leading-relaxed">
          {splitLinks(mail.text).map(({ start, text, href }) =>
            href ? (
              <a
                key={start}
                href={href}
                rel="noreferrer noopener"
                className="break-all text-accent underline underline-offset-3"
              >
                {text}
              </a>
            ) : (
              <span key={start}>{text}</span>
            ),
          )}
        </p>
      </div>
    </article>
  )
}

function Fate({ mail: { status, error } }: { mail: OutgoingMail }) {
  if (status === 'kept') {
    return <Notice tone="info">Kept here and not sent: no mail server is set (SMTP_URL).</Notice>
  }
  if (status === 'unknown') {
    return (
      <Notice tone="bad">
        The server stopped while this was being handed over. It may have arrived or not: ask before
        you send it again.
      </Notice>
    )
  }
  return status === 'failed' ? (
    <Notice tone="bad">{error ?? 'The mail server refused it.'}</Notice>
  ) : null
}
