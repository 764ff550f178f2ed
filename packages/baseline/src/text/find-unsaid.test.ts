import { describe, expect, it } from 'vitest'
import { findUnsaid } from './find-unsaid.ts'

const unsaidIn = (text: string) => findUnsaid(text).map(({ start, end }) => text.slice(start, end))

describe('what a note says was not spoken of', () => {
  it.each([
    ['Wants case studies. No date or money mentioned.', 'No date or money mentioned'],
    ['Will neue SPS. Kein Budget und kein Termin genannt.', 'Kein Budget und kein Termin genannt'],
    ['Pide visita. No se habló de presupuesto.', 'No se habló de presupuesto'],
    ['Quer proposta, não falou de prazo.', 'não falou de prazo'],
    ["Il cherche un devis, n'a pas parlé de budget.", "n'a pas parlé de budget"],
    ['Vuole una visita; nessun budget indicato.', 'nessun budget indicato'],
    ['Budget: not stated', 'Budget: not stated'],
  ])('%s', (text, unsaid) => {
    expect(unsaidIn(text)).toEqual([unsaid])
  })

  it.each([
    'There is no budget yet.',
    'No budget as mentioned on the phone.',
    'Wir haben kein Budget, wie besprochen.',
    'As discussed, the budget is 40,000 euro.',
  ])('leaves an answer alone: %s', (text) => {
    expect(unsaidIn(text)).toEqual([])
  })
})
