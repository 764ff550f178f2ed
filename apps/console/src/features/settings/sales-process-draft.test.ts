import { DEFAULT_SALES_PROCESS, SalesProcessInput } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { blankStage, draftOf, moved, toProcess } from './sales-process-draft.ts'

const draft = () => draftOf(DEFAULT_SALES_PROCESS)

describe('a sales process in a form', () => {
  it('comes out as it went in', () => {
    expect(SalesProcessInput.parse(toProcess(draft()))).toEqual(DEFAULT_SALES_PROCESS)
  })

  it('says what a renamed stage was called, also after it was moved; a new one was called nothing', () => {
    const { stages, ...rest } = draft()
    const [first, ...others] = stages
    if (!first) throw new Error('There is no stage.')
    const renamed = [{ ...first, name: ' Contacted ' }, ...others]
    const process = toProcess({
      ...rest,
      stages: [...moved(renamed, 0, 1), { ...blankStage(), name: 'Handshake', probability: '95' }],
    })
    expect(process.stages[1]).toEqual({ name: 'Contacted', probability: 10, was: 'Prospecting' })
    expect(process.stages[0]).toEqual({ name: 'Qualification', probability: 20 })
    expect(process.stages.at(-1)).toEqual({ name: 'Handshake', probability: 95 })
  })

  it('what is no percentage is refused at its field', () => {
    for (const probability of ['', 'many', '101', '12.5']) {
      const { stages, ...rest } = draft()
      const faulty = stages.map((s, i) => (i === 2 ? { ...s, probability } : s))
      const parsed = SalesProcessInput.safeParse(toProcess({ ...rest, stages: faulty }))
      expect(parsed.error?.issues[0]?.path).toEqual(['stages', 2, 'probability'])
    }
  })
})
