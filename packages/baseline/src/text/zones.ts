import type { Span } from './spans.ts'

/** Parts of a message that are not its sender's statement. Offsets into the folded text. */
export interface Zones {
  /** Lines that quote somebody else's mail ("> …"), and when a mail that is passed on was sent. */
  readonly quoted: readonly Span[]
  /** What follows the greeting: name, title, phone, company. */
  readonly signature: readonly Span[]
}

const CLOSING =
  /^[ \t]*(?:--|__+|(?:(?:with |many )?(?:best|kind|warm|kindest) (?:regards|wishes)|regards|sincerely|yours (?:sincerely|truly|faithfully)|thanks(?: and regards| in advance)?|thank you|cheers|best|mit (?:freundlichen|besten|herzlichen|lieben) (?:grussen|gruessen)|(?:freundliche|beste|viele|liebe|schone|herzliche) (?:grusse|gruesse)|mfg|vg|lg|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente|quedo atent[oa]|gracias(?: de antemano)?|muchas gracias|atenciosamente|att|abracos?|cumprimentos|(?:com os )?melhores cumprimentos|obrigad[oa]|grat[oa]|cordialement|bien cordialement|bien a vous|salutations|sinceres salutations|merci(?: d'avance)?|cordiali saluti|distinti saluti|saluti|grazie(?: mille)?|un saluto)[ \t]*[,.!-]*[ \t]*)$/gmu
const LONGEST_SIGNATURE = 700
/** What ends a signature: a postscript, or the mail that is passed on below it. */
const AFTER_SIGNATURE =
  /^[ \t]*(?:p\.?\s?[sd][.:\s]|-{2,} ?\p{L}|>|\[|(?:from|de|von|da) ?: |(?:on|am|el|le|em|il) .{4,60}(?:wrote|schrieb|escribio|escreveu|ecrit|scritto) ?:)/mu
/** When a mail that is passed on was sent says nothing about the job. */
const SENT =
  /^[> \t]*(?:sent|date|gesendet|datum|enviado(?: el| em)?|fecha|data|envoye(?: le)?|inviato)[ \t]?:.*$/gmu

function quotedLines(text: string): Span[] {
  const spans = Array.from(text.matchAll(/^[ \t]*>.*$/gmu), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }))
  const letters = (t: string) => t.replace(/[^\p{L}]/gu, '').length
  const quoted = spans.reduce((sum, s) => sum + letters(text.slice(s.start, s.end)), 0)
  // A message that is all quotation was forwarded: then the quotation is the statement.
  const sent = Array.from(text.matchAll(SENT), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
  })).filter((s) => !spans.some((q) => q.start <= s.start && s.start < q.end))
  const kept = quoted > 0.85 * letters(text) ? [] : spans
  return [...kept, ...sent].sort((a, b) => a.start - b.start)
}

function signatures(text: string): Span[] {
  for (const match of text.matchAll(CLOSING)) {
    const start = match.index + match[0].length
    const rest = text.slice(start)
    const next = AFTER_SIGNATURE.exec(rest)
    const end = start + (next ? next.index : rest.length)
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
