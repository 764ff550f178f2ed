/** Mails about alerts: fixed words, figures and names of ours, and a link. */
import type { MailDraft } from '../../platform/mail/outgoing-mail.ts'
import { type AlertFacts, describeAlert } from './alert-rules.ts'

export function alertMail(
  news: 'firing' | 'resolved',
  facts: AlertFacts,
  { to, publicUrl }: { to: string; publicUrl: string },
): MailDraft {
  const { summary, advice } = describeAlert(facts)
  return {
    to,
    subject: news === 'firing' ? `Alert: ${summary}` : `Over: ${summary}`,
    text: [
      news === 'firing' ? summary : `No longer: ${summary}`,
      ...(news === 'firing' ? [advice] : []),
      '',
      `${publicUrl}/alerts`,
    ].join('\n'),
    html: null,
    template: `alert_${news}`,
  }
}
