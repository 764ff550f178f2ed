/** The mail of an alarm: fixed words, who, how and when. Which records were read is told in the console only. */
import type { CanaryOutcome } from '@insa/contracts'
import { CANARY_ALARM, type MailDraft } from '../mail/outgoing-mail.ts'

const HAPPENED: Record<CanaryOutcome, string> = {
  read: 'was read',
  refused: 'was asked for, and not given',
  listed: 'stood in a list',
  unmasked: 'was unmasked: a key read which records are canaries, or took a mark away',
}

export interface CanaryNews {
  to: string
  outcome: CanaryOutcome
  reader: string
  via: string
  executionId: string | null
  at: Date
  publicUrl: string
}

/** Longest name of a reader or a way that is written; the rest is in the console. */
const LONGEST = 120

/** A key's name is somebody's words: one line, and no more. */
const line = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, LONGEST)

export function canaryMail(news: CanaryNews): MailDraft {
  const { to, outcome, reader, via, executionId, at, publicUrl } = news
  return {
    to,
    subject: 'Alarm: somebody has read a canary record',
    text: [
      `A record that nobody has a reason to read ${HAPPENED[outcome]}.`,
      'Somebody or something looks around in the CRM. Please look who, and take the key or the session away.',
      '',
      `Reader   ${line(reader)}`,
      `By       ${line(via)}`,
      `At       ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
      ...(executionId
        ? [
            '',
            'It was an agent, and its run was stopped:',
            `${publicUrl}/executions/${executionId}`,
          ]
        : []),
      '',
      `${publicUrl}/settings/canaries`,
      '',
      'What the same reader reads in the next quarter of an hour is counted there and not mailed again.',
    ].join('\n'),
    html: null,
    template: CANARY_ALARM,
  }
}
