/** The mails about getting in. Fixed words; a name from outside is one line of plain text. */
import type { Role } from '@insa/contracts'
import type { MailDraft } from '../mail/outgoing-mail.ts'

/** Mails whose body is a way in: where they are kept to be read, `mayReadSecretMail` says by whom. */
export const SECRET_TEMPLATES: ReadonlySet<string> = new Set(['password_reset', 'invitation'])

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export function passwordResetMail(publicUrl: string, to: string, token: string): MailDraft {
  return {
    to,
    template: 'password_reset',
    subject: 'Choose a new password for INSA CRM',
    text: [
      'Somebody asked for a new password for your account at INSA CRM.',
      'If it was you, choose one here within the hour:',
      linkTo(publicUrl, '/reset-password', token),
      'If it was not you, do nothing: your password stays as it is.',
    ].join('\n\n'),
    html: null,
  }
}

export interface InvitationFacts {
  to: string
  token: string
  organizationName: string
  inviter: string
  role: Role
}

export function invitationMail(publicUrl: string, facts: InvitationFacts): MailDraft {
  const organization = oneLine(facts.organizationName)
  return {
    to: facts.to,
    template: 'invitation',
    subject: `Join ${organization} on INSA CRM`,
    text: [
      `${oneLine(facts.inviter)} invites you to ${organization} on INSA CRM, as ${facts.role}.`,
      'Accept within seven days:',
      linkTo(publicUrl, '/accept-invitation', facts.token),
      'If you expected no invitation, do nothing.',
    ].join('\n\n'),
    html: null,
  }
}

function linkTo(publicUrl: string, path: string, token: string): string {
  const url = new URL(path, publicUrl)
  url.searchParams.set('token', token)
  return url.href
}
