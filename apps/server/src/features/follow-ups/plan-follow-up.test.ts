import { expect, it } from 'vitest'
import { planFollowUp } from './plan-follow-up.ts'

it.each([
  ['immediate_contact', '2026-12-01', '2026-12-01'],
  // A Saturday: it will not wait.
  ['immediate_contact', '2026-12-05', '2026-12-05'],
  // Tuesday to Friday; Thursday to Tuesday; Saturday and Sunday to Wednesday.
  ['schedule_demo', '2026-12-01', '2026-12-04'],
  ['schedule_demo', '2026-12-03', '2026-12-08'],
  ['schedule_demo', '2026-12-05', '2026-12-09'],
  ['schedule_demo', '2026-12-06', '2026-12-09'],
] as const)('%s on %s is due on %s', (action, today, due) => {
  expect(planFollowUp(action, new Date(`${today}T23:30:00Z`))?.due).toBe(due)
})

it.each(['nurture', 'disqualify'] as const)('%s gives nobody a task', (action) => {
  expect(planFollowUp(action, new Date())).toBeNull()
})
