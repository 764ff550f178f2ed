import type { Evidence, EvidenceField, Flag } from '@insa/contracts'
import lexicon from '../lexicons/injection.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import { type Fold, foldText } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import type { Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'

const TERMS = compileTerms(lexicon.terms)
/** At least this many characters: shorter ones are part numbers. */
const BASE64 = /[A-Za-z0-9+/]{24,}={0,2}/gu
/** Sentences between two commands that belong to them, at most this many folded characters. */
const BRIDGE = 160

/** What of the lead speaks to the scorer. `masked` are offsets into the original message. */
export interface Injection {
  readonly masked: readonly Span[]
  readonly flags: readonly Flag[]
}

/** What nobody hides who writes to people: a machine is spoken to, or a judgement asked for. */
const HIDDEN_ORDER =
  /(?<!\p{L})(?:assistant|assistente|asistente|ai|ia|ki|llm|gpt|model|modelo|modell|modele|modello|system|sistema|systeme|bot|agent|scor\w*|grad\w*|rat(?:e|ing)|qualif\w*|calif\w*|clasifi\w*|classif\w*|klassifi\w*|bewert\w*|einstuf\w*|not(?:e|er|ez)|valut\w*|avali\w*|puntua\w*|puntaje|pontu\w*|punteggio|priorit\w*|prioridad\w*|disregard|ignore\w*|ignor\w*|instruc\w*|instruk\w*|anweisung\w*|istruzion\w*|consigne\w*)(?!\p{L})[\s\S]{0,160}(?<!\p{L}|\d)(?:100|10\/10|max\w*|hochst\w*|urgent\w*|immediat\w*|inmediat\w*|imediat\w*|sofort\w*|prior\w*|qualif\w*)(?!\p{L})/u

/** Do words of this text give orders to whoever scores the lead? */
export const addressesScorer = (fold: Fold): boolean => findTerms(fold, TERMS).length > 0

function commandSpans(fold: Fold): Span[] {
  const merged: { start: number; end: number }[] = []
  for (const match of findTerms(fold, TERMS)) {
    const sentence = spanAt(fold.sentences, match.start)
    const span = {
      start: Math.min(sentence.start, match.start),
      end: Math.max(sentence.end, match.end),
    }
    const last = merged.at(-1)
    if (last && span.start - last.end <= BRIDGE) last.end = Math.max(last.end, span.end)
    else merged.push(span)
  }
  return merged
}

function decode(encoded: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)),
    )
  } catch {
    // Not base64 of a text: a part number or a key.
    return ''
  }
}

function encodedSpans(original: string): Span[] {
  return Array.from(original.matchAll(BASE64))
    .filter((m) => addressesScorer(foldText(decode(m[0]))))
    .map((m) => ({ start: m.index, end: m.index + m[0].length }))
}

const quoted = (text: string, span: Span): Evidence => ({
  field: 'message',
  quote: text.slice(span.start, Math.min(span.end, span.start + 200)).toWellFormed(),
  start: span.start,
  end: Math.min(span.end, span.start + 200),
})

const isWhole = (e: Evidence): boolean => !e.quote.includes('\uFFFD')

/** Finds orders to the scorer in every field: plain, hidden from readers, or encoded. */
export function findInjection(reading: Reading): Injection {
  const { message } = reading
  const plain = commandSpans(message)
  const encoded = encodedSpans(message.original)
  const hiddenOrders = message.hidden.filter((h) => {
    const fold = foldText(h.text.replace(/<!--|-->|<[^>]*>/gu, ' '))
    return addressesScorer(fold) || HIDDEN_ORDER.test(fold.text)
  })
  const found: Evidence[] = [
    ...plain.map((s) => evidence('message', message, s.start, s.end)),
    ...[...encoded, ...hiddenOrders].map((s) => quoted(message.original, s)).filter(isWhole),
  ]
  for (const [field, fold] of Object.entries(reading.fields) as [EvidenceField, Fold][]) {
    if (field === 'message') continue
    for (const s of commandSpans(fold)) found.push(evidence(field, fold, s.start, s.end))
  }
  const flags: Flag[] = []
  if (found.length > 0 || hiddenOrders.length > 0) {
    const text = 'Words of the lead give orders to the scorer; they were left out of the judgement.'
    flags.push({ code: 'prompt_injection', message: text, evidence: found.slice(0, 10) })
  }
  if (message.hidden.length > 0) {
    const shown = message.hidden.map((h) => quoted(message.original, h)).filter(isWhole)
    const text =
      'The message holds text that a reader would not see; it was left out of the judgement.'
    flags.push({ code: 'hidden_text', message: text, evidence: shown.slice(0, 10) })
  }
  const masked = plain.map((s) => ({
    start: message.starts[s.start] ?? 0,
    end: message.ends[s.end - 1] ?? message.original.length,
  }))
  return { masked: [...masked, ...encoded], flags }
}
