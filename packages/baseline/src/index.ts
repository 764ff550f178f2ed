export { DEFAULT_COMPANY_PROFILE } from './company-profile.ts'
export { judgeLead } from './judge-lead.ts'
export { detectLanguage, type Language } from './text/language.ts'
export type { LeadText } from './text/reading.ts'
