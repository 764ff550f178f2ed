import { describe, expect, it } from 'vitest'
import { presentSets } from './labelled-lead.ts'
import { readOptions, UsageError } from './options.ts'

describe('readOptions', () => {
  it('takes the baseline and every set that is there by default', () => {
    expect(readOptions([])).toEqual({
      engine: 'baseline',
      sets: presentSets(),
      language: null,
      json: false,
      showLocked: false,
    })
  })

  it('refuses sets and options that do not exist', () => {
    expect(() => readOptions(['--set', 'secret'])).toThrow(UsageError)
    expect(() => readOptions(['--sett', 'tuning'])).toThrow(UsageError)
  })
})
