import { describe, expect, it } from 'vitest'
import { DEFAULT_COMPANY_PROFILE } from '../company-profile.ts'
import { gradeComplexity } from '../complexity/grade-complexity.ts'
import { BLANK_LEAD } from '../text/blank-lead.ts'
import { type LeadText, readLead } from '../text/reading.ts'
import { countryCode } from './find-country.ts'
import { gradeFit } from './grade-fit.ts'

const AT = new Date('2026-03-02T09:00:00Z')
const read = (message: string | null, lead: Partial<LeadText> = {}) =>
  readLead({ ...BLANK_LEAD, ...lead, message }, AT)
const gradeOf = (message: string | null, lead: Partial<LeadText> = {}) =>
  gradeFit(read(message, lead), DEFAULT_COMPANY_PROFILE)

type Row = readonly [message: string, country: string | null, from: number, to: number]
const FITS: readonly Row[] = [
  ['We need a PLC migration S7-300 to S7-1500 on our bottling line.', 'Germany', 90, 100],
  ['SCADA for our water treatment plant.', 'USA', 80, 90],
  ['Necesitamos un SCADA para la planta de cemento.', null, 70, 85],
  ['Umbau der Steuerung unserer Kläranlage, WinCC.', 'Österreich', 90, 100],
  ['Nossa usina de açúcar precisa de novos inversores.', 'Brasil', 80, 90],
  ['Remplacement des automates de notre laiterie.', 'France', 80, 90],
  ['Aggiornamento del PLC del nostro pastificio.', 'Italia', 80, 90],
  ['PLC migration for our refinery in Kuwait, Yokogawa Centum.', 'Kuwait', 65, 85],
  ['PLC and two drives for the pool technology of our hotel.', 'Spain', 45, 65],
  ['Necesitamos un tablero con PLC para las bombas del hospital.', 'Perú', 45, 65],
  ['Price and delivery for one 6ES7 315 module please.', 'Canada', 20, 40],
  ['Ich brauche ein Ersatzteil, nur ein Netzteil für eine S7-300.', 'Germany', 20, 40],
  ['We look for building automation and HVAC for an office tower.', 'USA', 20, 40],
  ['I want to rewire my house.', 'USA', 0, 15],
  ['Wir brauchen eine neue Homepage.', 'Germany', 0, 15],
]

describe('gradeFit', () => {
  it.each(FITS)('grades: %s (%s) [baseline.fit]', (message, country, from, to) => {
    const { score } = gradeOf(message, { country }).factor
    expect(score).toBeGreaterThanOrEqual(from)
    expect(score).toBeLessThanOrEqual(to)
  })

  it('is unknown when nothing tells', () => {
    expect(gradeOf('Please call me.').factor.score).toBeNull()
  })

  it('takes a customer of ours from the field when the message is silent', () => {
    const found = gradeOf('Please call me.', { industry: 'Chemical' }).factor
    expect(found.score).toBeGreaterThanOrEqual(45)
    expect(found.evidence[0]?.field).toBe('industry')
  })

  it('flags a country that is not served, also by phone or domain', () => {
    const flags = (lead: Partial<LeadText>) =>
      gradeOf('PLC for our mine', lead).flags.map((f) => f.code)
    expect(flags({ country: 'Australia' })).toEqual(['outside_territory'])
    expect(flags({ phone: '+61 3 5550 1234' })).toEqual(['outside_territory'])
    expect(flags({ email_id: 'a@mine.com.au' })).toEqual(['outside_territory'])
    expect(flags({ country: 'Chile' })).toEqual([])
  })

  it('knows countries by name in six languages and by code', () => {
    const names = ['Germany', 'Alemania', 'Deutschland', 'Alemanha', 'Allemagne', 'Germania', 'DE']
    expect(names.map(countryCode)).toEqual(names.map(() => 'DE'))
    expect(
      ['USA', 'U.S.A.', 'Estados Unidos', 'EE. UU.', 'United States'].map(countryCode),
    ).toEqual(Array(5).fill('US'))
    expect(countryCode('Nowhere')).toBeNull()
  })
})

const SCOPES: readonly [message: string, from: number, to: number][] = [
  [
    'Migration of 6 S7-300 PLCs and WinCC SCADA, 1,200 I/O, FAT and SAT included, 3 lines.',
    90,
    100,
  ],
  [
    'OT security assessment after IEC 62443 in 3 plants, with asset inventory and segmentation.',
    75,
    100,
  ],
  ['Erneuerung von 8 Schaltschränken und 40 Antrieben, Lastenheft liegt bei.', 85, 100],
  ['Cambio de 12 variadores ABB ACS800.', 70, 88],
  ['Remplacement d’un automate TSX Premium par M580.', 65, 85],
  ['We need a new SCADA.', 45, 65],
  ['Queremos automatizar nuestra planta.', 45, 65],
  ['Wir möchten unsere Anlage modernisieren.', 40, 65],
  ['A small change in one screen, quick question about a parameter.', 20, 40],
  ['Solo necesito un repuesto, un sensor.', 20, 40],
]

describe('gradeComplexity', () => {
  it.each(SCOPES)('grades: %s [baseline.fit]', (message, from, to) => {
    const { score } = gradeComplexity(read(message))
    expect(score).toBeGreaterThanOrEqual(from)
    expect(score).toBeLessThanOrEqual(to)
  })

  it('is unknown when the job is not described', () => {
    expect(gradeComplexity(read('Please call me about a project.')).score).toBeNull()
  })

  it('quotes the words literally', () => {
    const message = 'Migración 🏭 de 6 PLC S7‑300, 120 señales, FAT y SAT'
    for (const e of gradeComplexity(read(message)).evidence)
      expect(message.slice(e.start, e.end)).toBe(e.quote)
  })
})
