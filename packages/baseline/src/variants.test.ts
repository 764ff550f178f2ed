import { FACTOR_NAMES } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { DEFAULT_COMPANY_PROFILE } from './company-profile.ts'
import { judgeLead } from './judge-lead.ts'
import { BLANK_LEAD } from './text/blank-lead.ts'
import { VARIANTS } from './variants.fixtures.ts'

/** Points by which a grade may be off: two readers differ by 10 now and then. */
const TOLERANCE = 18
const AT = new Date('2026-11-05T12:00:00Z')

describe('judgeLead, on inquiries in many words', () => {
  it.each(VARIANTS)(
    'grades as %s, written by "%s"',
    (expected, title, country, industry, message) => {
      const lead = {
        ...BLANK_LEAD,
        company_name: 'Testwerk',
        job_title: title || null,
        country: country || null,
        industry: industry || null,
        message,
      }
      const judged = judgeLead(lead, DEFAULT_COMPANY_PROFILE, AT)
      expect(judged.disqualified).toBeNull()
      for (const name of FACTOR_NAMES) {
        const word = expected
          .split(' ')
          .find((e) => e[0] === name[0])
          ?.slice(1)
        const { score } = judged.factors[name]
        if (word === 'null') expect(score, name).toBeNull()
        else
          expect(Math.abs((score ?? -100) - Number(word)), `${name} ${score}`).toBeLessThanOrEqual(
            TOLERANCE,
          )
      }
    },
  )
})
