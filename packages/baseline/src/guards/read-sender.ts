import type { EvidenceField } from '@insa/contracts'
import { isFreeMail } from '../free-mail.ts'
import lexicon from '../lexicons/senders.json' with { type: 'json' }
import { foldText } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { compileTerms, findTerms } from '../text/terms.ts'

const TERMS = compileTerms(lexicon.terms)
export type SenderCue = keyof typeof lexicon.terms

/** Which cue counts in which field. */
const FIELDS: Readonly<Partial<Record<EvidenceField, readonly SenderCue[]>>> = {
  job_title: ['seller_title', 'freelance_title', 'school', 'household'],
  company_name: ['seller_name', 'integrator_name', 'school', 'property', 'public', 'plant'],
  industry: ['seller_field', 'integrator_field', 'school', 'property', 'public', 'plant'],
}
const SCHOOL_HOST =
  /(?:^|[.@-])(?:edu|ac|acad|uni|univ|universi\w*|etu|etud\w*|stud|students?|studenti|estud\w*|alumn[oi]s?|alunos?|hochschule|hs|fh|htl|tu|th|eth|rwth|schule|schul|ecole|lycee|college|school|escola|escuela|liceo|itis|its|iut|poli\w*|campus|faculdade|facultad|isb\w*)(?:[.-]|$)|(?:univ|hochschul|lycee|student|schule|college)/u
const SELLER_HOST =
  /leads?(?:[.-]|\b)|growth|market(?:ing)?|seo|recruit|talent|staffing|agency|agentur|agence|agenzia|boost|crece|promo|consult|broker|makler|vertrieb|akquise|sales/u
const SELLER_BOX =
  /^(?:sales|ventas|vertrieb|verkauf|vendas|vendite|commercial|comercial|commerciale|export|marketing)\d*@/iu
const SPAM_HOST =
  /\.(?:top|xyz|click|biz|win|loan|buzz|icu|cfd|vip|club)$|lotter|premi(?:[.-]|$)|promo-|winner|prize/u
const TEST_HOST =
  /(?:^|\.|@)(?:test|teste|prueba|prova|example|asdf\w*|foo|bar|qwe\w*|aaa|abc|xxx)[\w-]*\./u

const TEST_NAME =
  /^(?:a{3,}|x{3,}|test\w*|asdf\w*|qwe\w*|abc|foo|bar|prueba|teste|prova|acme\b.*)$/iu

/** Who writes, by the fields beside the message. */
export interface Sender {
  /** Fields in which a cue was found. */
  readonly has: Readonly<Partial<Record<SenderCue, readonly EvidenceField[]>>>
  /** Neither a company nor a mail domain of one. */
  readonly isPrivate: boolean
  /** So many fields say that they sell. */
  readonly sellerSigns: number
  readonly hasCompany: boolean
  readonly isFreeMail: boolean
  readonly isSchoolMail: boolean
  readonly isSellerMail: boolean
  readonly isSpamMail: boolean
  readonly isTestMail: boolean
  readonly hasTestName: boolean
}

/** Reads who writes out of title, company, trade and mail domain. */
export function readSender({ lead, fields }: Reading): Sender {
  const has: Partial<Record<SenderCue, EvidenceField[]>> = {}
  for (const [field, cues] of Object.entries(FIELDS) as [EvidenceField, SenderCue[]][]) {
    const fold = fields[field]
    if (!fold) continue
    for (const { key } of findTerms(fold, TERMS)) {
      if (!cues.includes(key)) continue
      const list = has[key] ?? []
      if (!list.includes(field)) list.push(field)
      has[key] = list
    }
  }
  const host = foldText(lead.email_id?.split('@')[1] ?? '').text
  const free = host !== '' && isFreeMail(host)
  const hasCompany = (lead.company_name ?? '') !== ''
  return {
    has,
    sellerSigns: (['seller_title', 'seller_name', 'seller_field'] as const).filter((c) => has[c])
      .length,
    isPrivate: !hasCompany && (host === '' || free || /mail/u.test(host)),
    hasCompany,
    isFreeMail: free,
    isSchoolMail: SCHOOL_HOST.test(host),
    isSellerMail: SELLER_HOST.test(host) || SELLER_BOX.test(lead.email_id ?? ''),
    isSpamMail: SPAM_HOST.test(host) || /^(?:no-?reply|winner)/u.test(lead.email_id ?? ''),
    isTestMail: TEST_HOST.test(`@${host}`) || /^(?:test|asdf|qwe)/u.test(lead.email_id ?? ''),
    hasTestName: [lead.company_name, lead.lead_name].some((n) => TEST_NAME.test(n ?? '')),
  }
}
