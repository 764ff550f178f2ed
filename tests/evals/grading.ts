/** What is compared: a person's or an engine's grading of one lead, and the order of its classes. */
import {
  DisqualifyingRule,
  FactorName,
  Priority,
  type Priority as PriorityName,
  RecommendedAction,
  type RecommendedAction as RecommendedActionName,
} from '@insa/contracts'
import { z } from 'zod'

/** From the least to the most wanted: the order that the weighted kappa and the matrix use. */
export const ACTIONS = [
  'disqualify',
  'nurture',
  'schedule_demo',
  'immediate_contact',
] as const satisfies readonly RecommendedActionName[]

/** From the lowest to the highest. */
export const PRIORITIES = [
  'LOW',
  'MEDIUM',
  'HIGH',
  'IMMEDIATE',
] as const satisfies readonly PriorityName[]

const grade = z.number().min(0).max(100)

export const Grading = z.strictObject({
  /** Null: the lead says nothing about it. */
  factors: z.record(FactorName, grade.nullable()),
  rule: DisqualifyingRule.nullable(),
  forced_now: z.boolean(),
  priority: Priority,
  action: RecommendedAction,
  score: grade,
})
export type Grading = z.infer<typeof Grading>

/** Two gradings of one lead: a label and an engine's, or the two readings. */
export interface Pair {
  readonly reference: Grading
  readonly other: Grading
}
