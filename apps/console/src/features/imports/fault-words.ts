import type { FieldProblem } from '@insa/contracts'

/** What is wrong with a cell, said to whoever mends the file; the server speaks to programs. */
export function faultWords({ code, message }: FieldProblem, field: string | undefined): string {
  if (code === 'invalid_type' && field === 'annual_revenue')
    return 'Not a plain number, like 1250000 or 1250000.50.'
  if (code === 'invalid_format' && field === 'email_id') return 'Not an e-mail address.'
  if (code === 'too_big') {
    const most = /<=(\d+) char/.exec(message)?.[1]
    if (most) return `Longer than ${Number(most).toLocaleString('en')} characters.`
  }
  if (code === 'invalid_value') {
    const choices = [...message.matchAll(/"([^"]*)"/g)].map(([, choice]) => choice)
    if (choices.length > 0) return `Not one of: ${choices.join(', ')}.`
  }
  return message
}
