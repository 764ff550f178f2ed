export { detectLanguage, type Language } from './text/language.ts'
export type { LeadText } from './text/reading.ts'
