import type { Evidence, Flag } from '@insa/contracts'
import { isFreeMail } from '../free-mail.ts'
import type { Reading } from '../text/reading.ts'

/** Yearly revenue in any hard currency from which a company has a mail domain of its own. */
const CORPORATE_REVENUE = 50_000_000
const LARGE = new Set(['501-1000', '1000+'])
const CORPORATE_NAME =
  /\b(?:siemens|nestle|coca[ -]?cola|pepsico|basf|bayer|shell|exxon\w*|chevron|totalenergies|petrobras|pemex|ecopetrol|vale|bhp|rio tinto|arcelormittal|volkswagen|bmw|mercedes|toyota|ford motor|general motors|stellantis|unilever|procter|danone|heineken|ab inbev|ambev|cargill|pfizer|novartis|roche|sanofi|enel|iberdrola|repsol|eni|edf|engie|veolia|cemex|holcim|lafarge|dow|dupont|tesla|amazon|bosch|thyssenkrupp|saint[ -]gobain|michelin|airbus|boeing|group|holding|international|multinational|corporation)\b/u

/** Claims about the company that do not add up. */
export function findContradictions(reading: Reading): Flag[] {
  const { lead, fields } = reading
  const domain = lead.email_id?.split('@')[1] ?? ''
  if (!lead.email_id || !isFreeMail(domain)) return []
  const name = fields.company_name?.text ?? ''
  const isLarge =
    LARGE.has(lead.no_of_employees ?? '') ||
    (lead.annual_revenue ?? 0) >= CORPORATE_REVENUE ||
    CORPORATE_NAME.test(name)
  if (!isLarge) return []
  const quotes: Evidence[] = [
    { field: 'email_id', quote: lead.email_id, start: 0, end: lead.email_id.length },
  ]
  if (lead.company_name)
    quotes.push({
      field: 'company_name',
      quote: lead.company_name,
      start: 0,
      end: lead.company_name.length,
    })
  const message = 'A large company, but an address at a free mail provider: verify who writes.'
  return [{ code: 'free_mail_for_corporation', message, evidence: quotes }]
}
