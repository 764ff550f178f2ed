import { describe, expect, it } from 'vitest'
import { detectLanguage } from './language.ts'

describe('detectLanguage', () => {
  it.each([
    ['en', 'We need to migrate our PLC5 to ControlLogix, please quote'],
    ['es', 'Necesitamos cotizar la migración de un PLC S7-300'],
    ['es', 'NECESITO COTIZACION URGENTE PLC SIEMENS'],
    ['de', 'Wir suchen einen Partner für die Modernisierung unserer Anlage'],
    ['de', 'Angebot Schaltschrank bitte'],
    ['pt', 'Precisamos de um orçamento para automação da linha'],
    ['pt', 'Bom dia, preciso de um painel elétrico para a nossa fábrica'],
    ['fr', "Nous souhaitons rénover l'automatisme de notre usine"],
    ['fr', 'Bonjour, devis pour armoire électrique svp'],
    ['it', 'Vorremmo un preventivo per la sostituzione del PLC'],
    ['it', 'Buongiorno, cerchiamo un integratore per il nostro impianto'],
  ])('knows %s: %s [baseline.languages]', (language, text) => {
    expect(detectLanguage(text)).toBe(language)
  })

  it('does not guess without words', () => {
    expect(detectLanguage('12345 !!!')).toBeNull()
  })
})
