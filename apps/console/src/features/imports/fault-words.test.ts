import { LeadInput } from '@insa/contracts'
import { expect, it } from 'vitest'
import { faultWords } from './fault-words.ts'

const wordsFor = (lead: object, field: string) => {
  const issue = LeadInput.safeParse({ lead_name: 'Ana', ...lead }).error?.issues[0]
  return faultWords({ path: '', code: issue?.code ?? '', message: issue?.message ?? '' }, field)
}

it.each([
  ['annual_revenue', 'many', 'Not a plain number, like 1250000 or 1250000.50.'],
  ['email_id', 'nobody', 'Not an e-mail address.'],
  ['message', 'x'.repeat(50_001), 'Longer than 50,000 characters.'],
  ['status', 'Maybe', /^Not one of: Lead, Open, Replied/],
])('tells plainly what is wrong with %s', (field, value, words) => {
  expect(wordsFor({ [field]: value }, field)).toMatch(words)
})

it('leaves what it has no words for', () => {
  expect(faultWords({ path: 'rows.1', code: 'custom', message: 'As it was.' }, '')).toBe(
    'As it was.',
  )
})
