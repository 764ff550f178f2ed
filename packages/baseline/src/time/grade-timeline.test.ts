import { describe, expect, it } from 'vitest'
import { BLANK_LEAD } from '../text/blank-lead.ts'
import { readLead } from '../text/reading.ts'
import { gradeTimeline } from './grade-timeline.ts'

/** A Tuesday. */
const AT = new Date('2026-03-10T12:00:00Z')
const timeline = (message: string, country: string | null = null) =>
  gradeTimeline(readLead({ ...BLANK_LEAD, country, message }, AT))

type Band = [low: number, high: number]
const NOW: Band = [86, 100]
const SOON: Band = [70, 85]
const YEAR: Band = [45, 65]
const FAR: Band = [20, 40]
const NEVER: Band = [0, 15]

const CASES: [text: string, band: Band | null][] = [
  ['Our packaging line is down since this morning, we need help.', NOW],
  ['URGENT: PLC failed and we cannot produce.', NOW],
  ['Tender closes 27 March 2026, please confirm participation.', NOW],
  ['We want the drive replaced within 2 weeks.', NOW],
  ['We need a supplier ASAP.', NOW],
  ['The shutdown is planned for the second week of June.', SOON],
  ['We want to start in Q2.', SOON],
  ['Installation within the next 4 months please.', SOON],
  ['It should be running by August 1st.', SOON],
  ['Planned for Q4 2026.', YEAR],
  ['We would like to do this next year.', YEAR],
  ['The budget is for FY2027.', YEAR],
  ['In the next 18 months or so.', FAR],
  ['Some day we would like to upgrade the plant.', FAR],
  ['There is no hurry with this.', FAR],
  ['We are just exploring options.', FAR],
  ['Just curious what such a system costs.', NEVER],
  ['Not before 2030.', NEVER],
  ['The system was installed in 2004 and runs 24/7.', null],
  ['Our last upgrade was 3 years ago.', null],
  ['We operate 5 plants since 1998 with 300 people.', null],
  ['We may need an emergency stop circuit for the press.', null],
  ['Die Anlage steht seit heute früh still, bitte sofort melden.', NOW],
  ['Angebotsabgabe bis 27.03.2026.', NOW],
  ['So schnell wie möglich bitte.', NOW],
  ['Der Umbau soll in KW 32 in den Betriebsferien stattfinden.', SOON],
  ['Wir möchten im dritten Quartal umbauen.', SOON],
  ['Innerhalb der nächsten 3 Monate.', SOON],
  ['Das ist für das nächste Geschäftsjahr geplant.', YEAR],
  ['Umsetzung voraussichtlich Anfang 2027.', YEAR],
  ['Irgendwann in den nächsten Jahren wollen wir modernisieren.', FAR],
  ['Es eilt nicht, wir haben keinen Zeitdruck.', FAR],
  ['Nur aus Neugier gefragt.', NEVER],
  ['Die Steuerung ist Baujahr 1999, die Anlage steht in Bremen.', null],
  ['Tenemos la línea parada desde anoche.', NOW],
  ['La licitación cierra el 30 de marzo.', NOW],
  ['Necesitamos una visita urgente a planta.', NOW],
  ['La parada de planta es en julio.', SOON],
  ['Queremos arrancar en los próximos 4 meses.', SOON],
  ['Para el segundo trimestre de este año.', SOON],
  ['Está pensado para el próximo año.', YEAR],
  ['Sin prisa, cuando puedan nos contestan.', FAR],
  ['Algún día queremos automatizar la planta.', FAR],
  ['Pregunto por curiosidad nada más.', NEVER],
  ['El tablero se instaló en 2008 y tiene un paro de emergencia.', null],
  ['A linha está parada desde ontem.', NOW],
  ['Precisamos com urgência de um técnico.', NOW],
  ['A parada programada será em julho.', SOON],
  ['Queremos executar nos próximos 3 meses.', SOON],
  ['Está previsto para o ano que vem.', YEAR],
  ['Daqui a dois anos pretendemos trocar o sistema.', FAR],
  ['Não temos pressa com este projeto.', FAR],
  ['É só por curiosidade mesmo.', NEVER],
  ["La ligne est à l'arrêt depuis ce matin.", NOW],
  ['Remise des offres le 30 mars 2026.', NOW],
  ["L'arrêt technique est prévu en août.", SOON],
  ["Nous voulons démarrer d'ici 4 mois.", SOON],
  ["Le projet est prévu pour l'année prochaine.", YEAR],
  ["Rien ne presse, c'est une simple réflexion.", FAR],
  ['Un jour peut-être nous changerons la supervision.', FAR],
  ['Je demande par simple curiosité.', NEVER],
  ['La linea è ferma da ieri sera.', NOW],
  ['Ci serve un tecnico il prima possibile.', NOW],
  ['La fermata estiva è ad agosto.', SOON],
  ['Vorremmo partire entro 3 mesi.', SOON],
  ['Il progetto è per il prossimo anno.', YEAR],
  ['Nessuna fretta, quando avete tempo.', FAR],
  ['Prima o poi vorremmo rifare il quadro.', FAR],
  ['Chiedo solo per curiosità.', NEVER],
]

describe('gradeTimeline', () => {
  it.each(CASES)('grades "%s" in %j [baseline.time] [baseline.languages]', (text, band) => {
    const { factor } = timeline(text)
    if (band === null) {
      expect(factor.score).toBeNull()
      return
    }
    expect(factor.score).toBeGreaterThanOrEqual(band[0])
    expect(factor.score).toBeLessThanOrEqual(band[1])
    for (const quote of factor.evidence) {
      expect(text.slice(quote.start, quote.end)).toBe(quote.quote)
    }
  })

  it.each([
    'Our line is down, please call.',
    'Can we talk on Thursday?',
    'The tender closes on 20 March 2026.',
    'Wir bitten um einen Rückruf noch diese Woche.',
  ])('asks for contact now: %s [baseline.time]', (text) => {
    expect(timeline(text).forced).not.toBeNull()
  })

  it.each([
    'To avoid that the line is down we plan a retrofit next year.',
    'When the machine was down last year we changed the drive.',
    'No es urgente.',
    'The tender closes in November.',
  ])('does not ask for contact now: %s', (text) => {
    expect(timeline(text).forced).toBeNull()
  })

  it('flags a deadline that is past', () => {
    expect(timeline('Offers by 15 January 2026 at the latest.').flags.map((f) => f.code)).toEqual([
      'deadline_passed',
    ])
  })

  it('turns the seasons around south of the equator', () => {
    const text = 'Queremos hacerlo en verano'
    expect(timeline(text, 'Spain').factor.score).toBeGreaterThanOrEqual(70)
    expect(timeline(text, 'Chile').factor.score).not.toBe(timeline(text, 'Spain').factor.score)
  })
})
