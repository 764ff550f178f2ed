import { describe, expect, it } from 'vitest'
import { DEFAULT_COMPANY_PROFILE } from '../company-profile.ts'
import { BLANK_LEAD } from '../text/blank-lead.ts'
import { type LeadText, readLead } from '../text/reading.ts'
import { gradeBudget } from './grade-budget.ts'

const budget = (message: string, lead: Partial<LeadText> = {}) =>
  gradeBudget(
    readLead({ ...BLANK_LEAD, ...lead, message }, new Date('2026-03-10T12:00:00Z')),
    DEFAULT_COMPANY_PROFILE,
  )

type Band = [low: number, high: number]
const FIRM: Band = [90, 100]
const NAMED: Band = [70, 85]
const INDIRECT: Band = [45, 69]
const WEAK: Band = [20, 40]
const NONE: Band = [0, 15]

const NAMED_OR_MORE: Band = [75, 92]
/** Ways in which people in plants say the same thing, each in its own words. */
const WORDINGS: [text: string, band: Band | null][] = [
  ['The 90k EUR for the new panels is already in our account.', FIRM],
  ['Die 180.000 € sind seit dem 14.10. vom Beirat abgenickt.', FIRM],
  ['Für das Retrofit liegen 95 T€ auf dem Konto, das Geld ist da.', FIRM],
  ['Ich darf 60.000 Euro selbst unterschreiben, mehr brauchen wir nicht.', FIRM],
  ['Tenemos apartados 120 mil dólares para el tablero nuevo.', FIRM],
  ['La gerencia ya dio el sí: 85.000 euros para el SCADA.', FIRM],
  ['Estão guardados 300 mil reais em conta para a troca do CLP.', FIRM],
  ['Le conseil a débloqué 240 000 € pour la supervision.', FIRM],
  ['Nous avons mis de côté 70 000 euros pour les variateurs.', FIRM],
  ['Il consiglio ha deliberato. Sono 1,2 mln per le linee.', FIRM],
  ['Abbiamo 90.000 euro accantonati per i quadri.', FIRM],
  [
    'Your purchase order goes out within the hour, I only need the price. 30k limit, emergency PO.',
    FIRM,
  ],
  ['Der Auftrag kommt noch heute per Mail, sobald Sie zusagen.', FIRM],
  ['Whatever it costs, just get us running again.', INDIRECT],
  ['Koste es, was es wolle, die Linie muss laufen.', INDIRECT],
  ['Cueste lo que cueste, necesitamos el horno andando.', INDIRECT],
  ['Custe o que custar, preciso da linha rodando.', INDIRECT],
  ['Peu importe le prix, il faut que ça redémarre.', INDIRECT],
  ['Costi quel che costi, la pressa deve ripartire.', INDIRECT],
  ["I'd guess maybe 100k USD, but nobody has said so.", INDIRECT],
  ['Serían quizás unos 90 mil dólares, no sé.', INDIRECT],
  ['Ich denke, es werden vielleicht 80.000 Euro.', INDIRECT],
  [
    'Budget 2027 steht im Plan mit 200.000 €, die Freigabe durch den Vorstand fehlt noch.',
    INDIRECT,
  ],
  ['We have no budget and no date.', NONE],
  ['Für dieses Thema haben wir kein Budget.', NONE],
  ['No hay presupuesto para esto.', NONE],
  ['Não há verba.', NONE],
  ["Il n'y a pas de budget.", NONE],
  ['Non abbiamo budget.', NONE],
  ['At the moment there is no budget yet.', WEAK],
  ['Por ahora no hay presupuesto.', WEAK],
  ["Pour l'instant il n'y a pas de budget.", WEAK],
  ['Presupuesto base de licitación: 320.000 € (IVA excluido).', NAMED_OR_MORE],
  ["Importo a base d'asta: € 640.000,00.", NAMED_OR_MORE],
  ['The tender documents can be downloaded free of charge.', null],
  ['Les documents sont téléchargeables gratuitement.', null],
]

const CASES: [text: string, band: Band | null][] = [
  ['We have a budget of $150k approved by the board.', FIRM],
  ['The CAPEX of EUR 1.2M was released last week and the PO is ready.', FIRM],
  ['Purchase order ready as soon as you confirm. We need 12 drives replaced.', FIRM],
  ['Our budget is USD 80,000 to 120,000 for the SCADA upgrade.', NAMED],
  ['We have set aside half a million dollars for this.', FIRM],
  ["It is a six-figure project and planned in this year's budget.", NAMED],
  ['The CAPEX request is under way, around 300k.', INDIRECT],
  ['Once the budget is approved we will contact you.', INDIRECT],
  ['Budget exists, we just need the right partner.', INDIRECT],
  ['We can spend about 9,000 USD on the panel.', INDIRECT],
  ['Budget is 200,000 EUR but not yet approved.', WEAK],
  ['No budget yet, just exploring.', WEAK],
  ['We just need a ballpark price.', WEAK],
  ['The cheapest offer gets the job, price is everything.', WEAK],
  ['We have no money for this, can you do it for free?', NONE],
  ['We have 3,000 USD for this PLC migration.', NONE],
  ['Our revenue is USD 40 million. We need a PLC upgrade.', null],
  ['The last project cost us 80,000 dollars.', null],
  ['Downtime costs us 20,000 USD per hour.', null],
  ['We have 500 I/O, 12 drives, 3000 tags and 2 million bottles a year.', null],
  ['Call me at +1 713 555 0199 please.', null],
  ['Please send us a quote for the S7-1500 migration from 2026.', null],
  ['The unit price of the module is $450 on the web.', null],
  ['Budget von 250.000 € ist freigegeben.', FIRM],
  ['Die Mittel in Höhe von 1,2 Mio. EUR sind genehmigt.', FIRM],
  ['Für den Umbau sind 350 TEUR im Investitionsplan vorgesehen.', NAMED],
  ['Wir rechnen mit 80 bis 120 T€ für die Umrüstung der Steuerung.', NAMED],
  ['Das Budget ist beantragt, die Freigabe erwarten wir im Mai.', INDIRECT],
  ['Wir haben noch kein Budget für die Anlage.', WEAK],
  ['Das Budget ist noch nicht freigegeben, 120 TEUR.', WEAK],
  ['Wir brauchen nur einen Richtpreis für die Steuerung.', WEAK],
  ['Das Projekt wurde gestrichen, Budget gibt es nicht.', NONE],
  ['Wir haben kein Geld dafür, geht das umsonst?', NONE],
  ['Unser Umsatz liegt bei 50 Mio. Euro pro Jahr.', null],
  ['Der Stillstand kostet uns 15.000 € pro Stunde.', null],
  ['Tenemos un presupuesto aprobado de 120 mil dólares.', FIRM],
  ['Ya se liberó la partida: presupuesto autorizado de USD 95,000.', FIRM],
  ['Contamos con $2,500,000 MXN para la modernización.', NAMED],
  ['Estamos tramitando el presupuesto con la gerencia.', INDIRECT],
  ['El presupuesto aún no está aprobado.', WEAK],
  ['No tenemos presupuesto todavía para la planta.', WEAK],
  ['Solo buscamos un precio orientativo del tablero.', WEAK],
  ['No hay dinero, ¿lo pueden hacer gratis?', NONE],
  ['Facturamos 20 millones de dólares al año en la planta.', null],
  ['Quisiera un presupuesto para un tablero de control.', null],
  ['Llámeme al 55 1234 5678 para la cotización.', null],
  ['A verba de R$ 800 mil já foi aprovada pela diretoria.', FIRM],
  ['O investimento previsto é de R$ 1,2 milhão para a linha.', NAMED],
  ['Estamos aguardando aprovação da verba pela diretoria.', INDIRECT],
  ['Não temos verba ainda para o projeto.', WEAK],
  ['Queria só uma estimativa de quanto custa o painel.', WEAK],
  ['Não temos dinheiro, precisamos que seja de graça.', NONE],
  ['O faturamento da empresa é de R$ 300 milhões.', null],
  ['Gostaria de um orçamento para painel elétrico.', null],
  ['Le budget de 180 k€ est validé par la direction.', FIRM],
  ['Une enveloppe de 90 000 euros est prévue pour la ligne.', NAMED],
  ['Le budget est en cours de validation par le siège.', INDIRECT],
  ["Le budget n'est pas encore validé pour ce projet.", WEAK],
  ["Nous n'avons pas de budget pour le moment.", WEAK],
  ['Nous voulons juste un ordre de grandeur du prix.', WEAK],
  ["Nous n'avons pas d'argent, pouvez-vous le faire gratuitement ?", NONE],
  ["Notre chiffre d'affaires est de 20 M€ par an.", null],
  ['Il budget di 150.000 euro è stato approvato dalla direzione.', FIRM],
  ["Sono stati stanziati 200mila euro per l'impianto.", FIRM],
  ['Abbiamo previsto circa ottantamila euro per la sostituzione.', NAMED],
  ['Siamo in attesa di approvazione del budget.', INDIRECT],
  ['Non abbiamo ancora un budget per il revamping.', WEAK],
  ['Vorremmo solo un prezzo indicativo per il quadro.', WEAK],
  ['Non abbiamo soldi, potete farlo gratis?', NONE],
  ['Il nostro fatturato è di 30 milioni di euro.', null],
  ['Vorrei un preventivo gratuito per il quadro elettrico.', null],
]

describe('gradeBudget, in many wordings', () => {
  it.each(WORDINGS)('grades "%s" in %s [baseline.money] [baseline.languages]', (text, band) => {
    const { score } = budget(text).factor
    if (band === null) expect(score).toBeNull()
    else {
      expect(score).toBeGreaterThanOrEqual(band[0])
      expect(score).toBeLessThanOrEqual(band[1])
    }
  })
})

describe('gradeBudget', () => {
  it.each(CASES)('grades "%s" in %j [baseline.money]', (text, band) => {
    const { factor } = budget(text)
    if (band === null) {
      expect(factor.score).toBeNull()
      expect(factor.evidence).toEqual([])
      return
    }
    expect(factor.score).toBeGreaterThanOrEqual(band[0])
    expect(factor.score).toBeLessThanOrEqual(band[1])
    for (const quote of factor.evidence) {
      expect(text.slice(quote.start, quote.end)).toBe(quote.quote)
    }
  })

  it('reads a bare $ by the country of the lead', () => {
    const text = 'Presupuesto de $ 1.500.000 para la línea de envasado'
    expect(budget(text, { country: 'Mexico' }).sum).toBeCloseTo(81_000)
    expect(budget(text, { country: 'United States' }).sum).toBe(1_500_000)
  })

  it('flags a currency without a rate and a sum below the smallest job', () => {
    const strange = budget('Our budget is MNT 40,000,000 for the work').flags
    expect(strange.map((f) => f.code)).toEqual([])
    expect(budget('Our budget is USD 900 for the work').flags.map((f) => f.code)).toEqual([
      'budget_below_smallest_job',
    ])
  })

  it('takes the budget, not the revenue or the past project beside it [baseline.money]', () => {
    const text =
      'We turn over 30 million euro a year; the last line cost 400,000 EUR and our budget this time is 250,000 EUR.'
    expect(budget(text).sum).toBeCloseTo(275_000)
  })
})
