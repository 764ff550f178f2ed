import { detectLanguage, isFreeMail } from '@insa/baseline'
import { LeadInput } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import demoLeads from './demo-leads.json' with { type: 'json' }

const leads = demoLeads.map(({ lead }) => LeadInput.parse(lead))

describe('the demo leads', () => {
  it('are twenty leads of the last four weeks', () => {
    expect(leads).toHaveLength(20)
    for (const { days_ago } of demoLeads) {
      expect(days_ago).toBeGreaterThanOrEqual(0)
      expect(days_ago).toBeLessThanOrEqual(28)
    }
  })

  it('are written in six languages', () => {
    const count: Record<string, number> = {}
    for (const { message } of leads) {
      const language = detectLanguage(message ?? '') ?? 'none'
      count[language] = (count[language] ?? 0) + 1
    }
    expect(count).toEqual({ en: 8, es: 5, de: 2, pt: 2, fr: 2, it: 1 })
  })

  it('can reach nobody real: reserved domains, and one free-mail name longer than any can be', () => {
    const reachable = leads.filter(({ email_id }) => !email_id?.endsWith('.example'))
    expect(reachable.map(({ email_id }) => email_id?.split('@')[1])).toEqual(['gmail.com'])
    const [local, domain] = reachable[0]?.email_id?.split('@') ?? []
    expect(isFreeMail(domain ?? '')).toBe(true)
    expect(local?.length).toBeGreaterThan(30)
  })

  it('name no calendar year, so that the demo never looks old', () => {
    for (const { message } of leads) expect(message).not.toMatch(/\b20\d\d\b/)
  })
})
