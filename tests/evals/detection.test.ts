import { expect, it } from 'vitest'
import { measureDetections } from './detection.ts'
import { sampleOutcome } from './testing/sample-outcome.ts'

it('measures recall by what is labelled and precision by what is found', () => {
  const detections = measureDetections([
    sampleOutcome({ label: { rule: 'vendor' } }, { rule: 'vendor' }),
    sampleOutcome({ label: { rule: 'vendor' } }, { rule: 'spam' }),
    sampleOutcome({ label: { rule: 'vendor' } }),
    sampleOutcome({}, { rule: 'vendor' }),
    sampleOutcome({ label: { forced_now: true, injection: true } }, { forced_now: true }),
  ])
  const find = (what: string) => detections.find((d) => d.what === what)
  expect(find('any rule')).toMatchObject({ labelled: 3, found: 3, both: 2, recall: 2 / 3 })
  expect(find('rule vendor')).toMatchObject({ recall: 1 / 3, precision: 1 / 2 })
  expect(find('rule spam')).toMatchObject({ labelled: 0, recall: Number.NaN, precision: 0 })
  expect(find('forced now')).toMatchObject({ recall: 1, precision: 1 })
  expect(find('injection')).toMatchObject({ recall: 0, precision: Number.NaN })
})
