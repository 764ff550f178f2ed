/** What we promise about customers, opportunities and mail. */
export const CRM = {
  'crm.conversion':
    'A lead becomes an opportunity, and won a customer, in one transaction each, and never twice; its status follows ERPNext.',
  'crm.lead-status':
    'A lead’s status follows its customer and its opportunities as in ERPNext; what a person set holds when they are gone.',
  'crm.stages': 'An opportunity keeps who moved it, when, and how long it stood in a stage.',
  'crm.pipeline':
    'The pipeline is summed exactly by stage and currency, with what was won and lost.',
  'crm.merge':
    'Merged customers lose nothing, and the duplicate leads to where all it had has gone.',
  'crm.erasure':
    'An erased customer’s names and words are nowhere any more; amounts and dates stay.',
  'crm.history': 'A customer has one history of all that happened with it.',

  'mail.kept': 'Without SMTP, outgoing mail is kept and can be read.',
} as const satisfies Record<string, string>
