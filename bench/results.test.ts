import { describe, expect, it } from 'vitest'
import { toSection, withSection } from './results.ts'

const page = (titles: string[]) =>
  titles.reduce((text, title) => withSection(text, title, `old ${title}`), '')

describe('the page of results', () => {
  it('gets a new section where there was none', () => {
    expect(page(['start', 'api on PGlite'])).toMatch(
      /^# What .*\n## start\n\nold start\n\n## api on PGlite\n\nold api on PGlite\n$/s,
    )
  })

  it('keeps the other sections, and their order, when one is measured anew', () => {
    const old = page(['start', 'console', 'api on PGlite'])
    expect(withSection(old, 'console', 'new')).toBe(old.replace('old console', 'new'))
  })

  it('says of a section what was missed', () => {
    const figure = { what: 'a request', measured: 201, unit: 'ms', promised: 200, how: 'once' }
    expect(toSection('2 cores', [figure])).toMatch(/^On 2 cores\. 1 of 1 MISSED\./)
    expect(toSection('2 cores', [{ ...figure, measured: 200 }])).toMatch(/All promises kept\./)
  })
})
