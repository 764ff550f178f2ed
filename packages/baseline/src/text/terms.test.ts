import { describe, expect, it } from 'vitest'
import { foldText } from './fold.ts'
import { compileTerms, expandPhrase, findTerms } from './terms.ts'

describe('expandPhrase', () => {
  it('writes out nested alternatives, optional parts and hyphens', () => {
    expect(expandPhrase('(a|b (c|d))? e').map((p) => p.trim())).toEqual([
      'a e',
      'b c e',
      'b d e',
      'e',
    ])
    expect(expandPhrase('controls?')).toEqual(['controls', 'control'])
    expect(expandPhrase('on-site')).toEqual(['on-site', 'onsite'])
  })
})

describe('findTerms', () => {
  const terms = compileTerms({
    job: { it_only: ['stage'], any: ['on-site'] },
    panel: { de: ['*schaltschrank*'] },
  })

  it('reads a list of one language in texts of that language only', () => {
    expect(findTerms(foldText('early stage', { language: 'en' }), terms)).toHaveLength(0)
    expect(findTerms(foldText('cerco uno stage', { language: 'it' }), terms)).toHaveLength(1)
  })

  it('finds a word inside compounds', () => {
    expect(findTerms(foldText('zwei Hauptschaltschränke'), terms)).toHaveLength(1)
  })
})
