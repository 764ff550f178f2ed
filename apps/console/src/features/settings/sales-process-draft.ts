/** The sales process as it stands in a form, and back: a stage that keeps its row keeps its opportunities under a new name. */
import type { SalesProcess } from '@insa/contracts'
import { newKey } from './rule-drafts.ts'

export interface StageDraft {
  key: string
  name: string
  probability: string
  /** What it is called until this is saved; null for a new one. */
  was: string | null
}

export interface ProcessDraft {
  stages: StageDraft[]
  won_reasons: string[]
  lost_reasons: string[]
}

export const draftOf = ({ stages, ...reasons }: SalesProcess): ProcessDraft => ({
  ...reasons,
  stages: stages.map(({ name, probability }) => ({
    key: newKey(),
    name,
    probability: String(probability),
    was: name,
  })),
})

/** As the API takes it, checked there; what is no number stays one that is refused. */
export const toProcess = ({ stages, ...reasons }: ProcessDraft) => ({
  ...reasons,
  stages: stages.map(({ name, probability, was }) => ({
    name: name.trim(),
    probability: probability.trim() === '' ? Number.NaN : Number(probability),
    ...(was !== null && was !== name.trim() && { was }),
  })),
})

export const blankStage = (): StageDraft => ({
  key: newKey(),
  name: '',
  probability: '',
  was: null,
})

/** @param by -1 is earlier, 1 is later. */
export function moved(stages: readonly StageDraft[], index: number, by: -1 | 1): StageDraft[] {
  const next = [...stages]
  const [one] = next.splice(index, 1)
  if (one) next.splice(index + by, 0, one)
  return next
}
