/** The alert about a lead that wants a call now. A fixed template to our own people; no HTML, so the lead's words stay words. */
import { type Evidence, FACTOR_NAMES, type Lead, type LeadScore } from '@insa/contracts'
import type { MailDraft } from '../../platform/mail/outgoing-mail.ts'

/** The template's name. */
export const IMMEDIATE_LEAD = 'immediate_lead'

export interface ImmediateLead {
  to: string
  lead: Lead
  score: LeadScore
  executionId: string
  publicUrl: string
}

/** A header takes one line; a lead's name may bring more. */
const oneLine = (text: string, max: number) =>
  text
    .replace(/[\r\n\t\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, max)

/** Quotes shown of a factor. */
const SHOWN_QUOTES = 3

/** The longest say the most; in the order they have in the lead. */
function quotes(evidence: readonly Evidence[]): string {
  const shown = evidence
    .toSorted((a, b) => b.quote.length - a.quote.length)
    .slice(0, SHOWN_QUOTES)
    .toSorted((a, b) => a.field.localeCompare(b.field) || a.start - b.start)
  return shown.map(({ quote }) => `"${oneLine(quote, 80)}"`).join(', ')
}

export function immediateLeadMail({
  to,
  lead,
  score,
  executionId,
  publicUrl,
}: ImmediateLead): MailDraft {
  const who = oneLine(lead.company_name ?? lead.lead_name ?? lead.email_id ?? 'A lead', 80)
  const points = Math.round(score.qualification_score)
  const contact = [lead.lead_name, lead.job_title, lead.phone, lead.email_id].filter(
    (v) => v !== null,
  )
  const factors = FACTOR_NAMES.map((name) => {
    const { known, score: grade, evidence } = score.factor_scores[name]
    return `  ${name.padEnd(11)}${known ? String(grade).padStart(3) : '  ?'}  ${quotes(evidence)}`.trimEnd()
  })
  return {
    to,
    subject: `Call now: ${who} (${points} points)`,
    text: [
      `${who} is qualified as IMMEDIATE with ${points} points.`,
      '',
      ...contact.map((c) => `  ${oneLine(c, 200)}`),
      '',
      ...factors,
      '',
      ...(score.flags.length > 0
        ? ['Check first:', ...score.flags.map((f) => `  ${f.message}`), '']
        : []),
      `${publicUrl}/leads/${lead.id}`,
      '',
      `Judged by ${score.engine}${score.model ? ` (${score.model})` : ''}. You get this because you own the lead or the sales address.`,
    ].join('\n'),
    html: null,
    template: IMMEDIATE_LEAD,
    leadId: lead.id,
    executionId,
  }
}
