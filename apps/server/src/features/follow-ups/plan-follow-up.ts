/** What is to be done about a lead, and until when: by the recommended action alone. */
import type { RecommendedAction } from '@insa/contracts'

export interface FollowUp {
  /** In our own words: no stranger's text goes into it. */
  subject: string
  /** A day, YYYY-MM-DD. */
  due: string
  priority: 'Medium' | 'High'
}

/** Working days, Monday to Friday, within which a demo is to be arranged. */
const DEMO_WITHIN = 3

/** @param today the day of the run, in UTC. @returns null where there is nothing for a person to do. */
export function planFollowUp(action: RecommendedAction, today: Date): FollowUp | null {
  switch (action) {
    case 'immediate_contact':
      return { subject: 'Contact this lead today', due: dayOf(today), priority: 'High' }
    case 'schedule_demo':
      return {
        subject: 'Arrange a demo with this lead',
        due: dayOf(addWorkingDays(today, DEMO_WITHIN)),
        priority: 'Medium',
      }
    case 'nurture':
    case 'disqualify':
      return null
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

function addWorkingDays(from: Date, days: number): Date {
  const at = new Date(from)
  for (let left = days; left > 0; ) {
    at.setUTCDate(at.getUTCDate() + 1)
    const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
    if (!isWeekend) left -= 1
  }
  return at
}
