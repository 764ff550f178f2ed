import type { Span } from './spans.ts'

/** Parts of a message that are not its sender's statement. Offsets into the folded text. */
export interface Zones {
  /** Lines that quote somebody else's mail ("> …"). */
  readonly quoted: readonly Span[]
  /** What follows the greeting: name, title, phone, company. */
  readonly signature: readonly Span[]
}

const CLOSING =
  /^[ \t]*(?:--|__+|(?:(?:with |many )?(?:best|kind|warm|kindest) (?:regards|wishes)|regards|sincerely|yours (?:sincerely|truly|faithfully)|thanks(?: and regards| in advance)?|thank you|cheers|best|mit (?:freundlichen|besten|herzlichen|lieben) (?:grussen|gruessen)|(?:freundliche|beste|viele|liebe|schone|herzliche) (?:grusse|gruesse)|mfg|vg|lg|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente|quedo atent[oa]|gracias(?: de antemano)?|muchas gracias|atenciosamente|att|abracos?|cumprimentos|(?:com os )?melhores cumprimentos|obrigad[oa]|grat[oa]|cordialement|bien cordialement|bien a vous|salutations|sinceres salutations|merci(?: d'avance)?|cordiali saluti|distinti saluti|saluti|grazie(?: mille)?|un saluto)[ \t]*[,.!-]*[ \t]*)$/gmu
const LONGEST_SIGNATURE = 700

function quotedLines(text: string): Span[] {
  const spans = Array.from(text.matchAll(/^[ \t]*>.*$/gmu), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }))
  const letters = (t: string) => t.replace(/[^\p{L}]/gu, '').length
  const quoted = spans.reduce((sum, s) => sum + letters(text.slice(s.start, s.end)), 0)
  // A message that is all quotation was forwarded: then the quotation is the statement.
  return quoted > 0.85 * letters(text) ? [] : spans
}

function signatures(text: string): Span[] {
  for (const match of text.matchAll(CLOSING)) {
    const start = match.index + match[0].length
    const rest = text.slice(start)
    const postscript = /^[ \t]*p\.?\s?[sd][.:\s]/mu.exec(rest)
    const end = start + (postscript ? postscript.index : rest.length)
    if (end - start <= LONGEST_SIGNATURE && match.index > 0 && rest.trim() !== '') {
      return [{ start, end }]
    }
  }
  return []
}

/** Finds quoted replies and the signature of a folded text. */
export const readZones = (text: string): Zones => ({
  quoted: quotedLines(text),
  signature: signatures(text),
})
