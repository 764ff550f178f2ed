import { describe, expect, it } from 'vitest'
import { foldText } from './fold.ts'
import { compileTerms, findTerms } from './terms.ts'

const find = (text: string, ...phrases: string[]) => {
  const fold = foldText(text)
  return findTerms(fold, compileTerms({ x: { any: phrases } })).map((m) =>
    fold.text.slice(m.start, m.end),
  )
}

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

  it('reads nested alternatives, optional parts, hyphens and gaps', () => {
    expect(find('a, e and b d e', '(a|b (c|d))? e')).toEqual(['a, e', 'b d e'])
    expect(find('one control, two controls', 'controls?')).toEqual(['control', 'controls'])
    expect(find('on site, onsite, on-site', 'on-site')).toHaveLength(3)
    expect(find('our plc and your company website', 'you(r (firm|company))?')).toEqual([
      'your company',
    ])
    expect(find('we are a large chinese maker', 'we are (a|large|chinese)* maker')).toHaveLength(1)
    expect(find('Schulprojekt', '(schul|uni)projekt')).toHaveLength(1)
    expect(find('is given to us. And done', 'given( to)? us', 'us .. done')).toEqual([
      'given to us',
    ])
  })
})
