import { describe, expect, it } from 'vitest'
import { foldText } from './fold.ts'
import { negatedAt } from './negation.ts'
import { compileLexicon, findPhrases } from './phrases.ts'

const find = (text: string, ...phrases: string[]) => {
  const fold = foldText(text)
  return findPhrases(fold, compileLexicon({ x: phrases })).map((m) =>
    fold.text.slice(m.start, m.end),
  )
}

describe('findPhrases', () => {
  it('matches whole words only', () => {
    expect(find('The plcs and a PLC', 'plc')).toEqual(['plc'])
  })

  it('matches beginnings and ends of words', () => {
    expect(find('Migración der Abfüllanlage', 'migraci*', '*anlage')).toEqual([
      'migracion',
      'abfullanlage',
    ])
  })

  it('bridges gaps but no sentence ends', () => {
    expect(find('budget of about 5 k approved', 'budget .. approved')).toHaveLength(0)
    expect(find('budget was just approved', 'budget .. approved')).toHaveLength(1)
    expect(find('budget. It was approved', 'budget .. approved')).toHaveLength(0)
  })

  it('expands alternatives and optional words', () => {
    expect(find('plant manager and the manager', '(plant |)manager')).toEqual([
      'plant manager',
      'manager',
    ])
  })

  it('passes over quoted replies', () => {
    expect(find('> approved\nnothing more to say here about the job', 'approved')).toEqual([])
  })
})

describe('negatedAt', () => {
  const cases: [
    language: 'en' | 'es' | 'de' | 'pt' | 'fr' | 'it',
    text: string,
    word: string,
    negated: boolean,
  ][] = [
    ['en', 'The budget is not yet approved', 'approved', true],
    ['en', "It hasn't been approved", 'approved', true],
    ['en', 'No problem, approved', 'approved', false],
    ['en', 'Not only approved but released', 'approved', false],
    ['en', 'We are not in a hurry but it is approved', 'approved', false],
    ['de', 'Wir haben kein Budget', 'budget', true],
    ['de', 'Das Budget ist noch nicht freigegeben', 'freigegeben', true],
    ['de', 'Budget haben wir keines', 'budget', true],
    ['es', 'No tenemos presupuesto', 'presupuesto', true],
    ['es', 'Todavía no está aprobado', 'aprobado', true],
    ['fr', "Le budget n'est pas encore validé", 'valide', true],
    ['it', 'Non abbiamo un budget', 'budget', true],
    ['pt', 'Não temos orçamento', 'orcamento', true],
    ['pt', 'Previsto no orçamento deste ano', 'orcamento', false],
  ]
  it.each(cases)('in %s, of "%s", %s: %s', (language, text, word, negated) => {
    const fold = foldText(text, { language })
    const start = fold.text.indexOf(word)
    expect(negatedAt(fold, start, start + word.length)).toBe(negated)
  })
})
