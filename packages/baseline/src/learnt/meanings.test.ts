import { describe, expect, it } from 'vitest'
import lexicon from '../lexicons/meanings.json' with { type: 'json' }
import { foldPhrase, foldText } from '../text/fold.ts'
import type { Language } from '../text/language.ts'
import { addMeanings } from './meanings.ts'
import type { Features } from './sentence-features.ts'

function meaningsOf(text: string, language: Language): string[] {
  const { words } = foldText(text, { language })
  const features: Features = new Map()
  addMeanings(words, language, features)
  return [...features.keys()]
}

describe('what words mean', () => {
  it.each<[Language, string]>([
    ['en', 'The board approved it'],
    ['es', 'El directorio lo aprobó'],
    ['de', 'Der Vorstand hat es genehmigt'],
    ['pt', 'A diretoria aprovou'],
    ['fr', 'Le conseil d’administration a approuvé'],
    ['it', 'Il consiglio l’ha approvato'],
  ])('is the same in every language: %s', (language, text) => {
    expect(meaningsOf(text, language)).toContain('m approved')
  })

  it('is found in English words of any language', () => {
    expect(meaningsOf('Wir brauchen ein Upgrade vor dem Shutdown', 'de')).toEqual(
      expect.arrayContaining(meaningsOf('Upgrade', 'en')),
    )
  })

  it('tells which meaning follows which, over a word or two', () => {
    const next = meaningsOf('It is not yet, as I said, approved', 'en')
    expect(next).toContain('n not still_yet')
    expect(meaningsOf('not yet approved', 'en')).toContain('n still_yet approved')
  })

  it('has no word of two meanings in one language', () => {
    for (const [column, language] of lexicon.languages.entries()) {
      const seen = new Map<string, string>()
      for (const [meaning, cells] of Object.entries(lexicon.meanings)) {
        for (const term of new Set(
          (cells[column] ?? '').split(' ').filter(Boolean).map(foldPhrase),
        )) {
          expect({ language, term, meaning: seen.get(term) ?? meaning }).toEqual({
            language,
            term,
            meaning,
          })
          seen.set(term, meaning)
        }
      }
    }
  })
})
