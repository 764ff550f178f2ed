/** A mail of ours, before it is stored. Words come from fixed templates; nothing from outside is interpolated as HTML. */
export interface MailDraft {
  to: string
  subject: string
  text: string
  html: string | null
  /** Name of the template, e.g. `immediate_lead`, `password_reset`. */
  template: string
  leadId?: string | null
  executionId?: string | null
}

export const CANARY_ALARM = 'canary_alarm'

/** Mails of which nobody but administrators knows, neither from the list nor from the event stream. */
export const ADMINISTRATORS_TEMPLATES: ReadonlySet<string> = new Set([CANARY_ALARM])
