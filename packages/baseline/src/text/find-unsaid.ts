import type { Span } from './spans.ts'

/**
 * What a note says was not spoken of, in the six languages: "No date or money mentioned", "Budget: keine Angabe". It is no
 * answer to anything; read as words it would count as "no money".
 */
const UNSAID = [
  // "no date or money (was) mentioned", "kein Budget genannt", "aucun budget évoqué"
  /(?<!\p{L})(?:no|not any|kein\p{L}*|ningun\p{L}*|sin|nenhum\p{L}*|sem|aucun\p{L}*|pas de|nessun\p{L}*|niente)\s(?:(?!(?:as|like|wie|como|comme|come)\s)[\p{L}/]+\s+){1,6}?(?:was |were |has been |had been |wurde[n]? |n'a été |n'ont été |è stato |sono stati |foi |foram |fue |se )?(?:mentioned|named|discussed|given|stated|specified|talked about|genannt|erwähnt|besprochen|angegeben|mencionad\p{L}*|menciona|indicad\p{L}*|hablad\p{L}*|informad\p{L}*|citad\p{L}*|évoqué\p{L}*|mentionné\p{L}*|indiqué\p{L}*|précisé\p{L}*|indicat\p{L}*|menzionat\p{L}*|specificat\p{L}*|discuss\p{L}*)(?!\p{L})/giu,
  // "money and dates were not discussed", "über Geld wurde nicht gesprochen", "no se habló de plazos"
  /(?<!\p{L})(?:[\p{L}/]+\s){1,4}(?:was|were) not (?:mentioned|named|discussed|talked about|raised)(?!\p{L})/giu,
  /(?<!\p{L})(?:did(?: not|n't)|didn't) (?:mention|name|say|talk about|give|discuss) (?:[\p{L}/]+[\s,]+){0,4}?(?:money|budget|date|dates|timing|figures?|sums?|price|deadline)(?!\p{L})/giu,
  /(?<!\p{L})über (?:[\p{L}/]+[\s,]+){1,5}?(?:wurde|haben wir|hat er|hat sie) nicht(?:s)? (?:gesprochen|gesagt)(?!\p{L})/giu,
  /(?<!\p{L})no (?:se )?(?:habló|hablo|mencionó|menciono|dijo|hablamos|indicó) (?:de |ni )?(?:[\p{L}/]+[\s,]+){0,4}?(?:dinero|presupuesto|fechas?|plazos?|montos?|cifras?)(?!\p{L})/giu,
  /(?<!\p{L})não (?:se )?(?:falou|falamos|mencionou|disse|informou) (?:de |em |nem |sobre )?(?:[\p{L}/]+[\s,]+){0,4}?(?:dinheiro|verba|orçamento|datas?|prazos?|valor(?:es)?)(?!\p{L})/giu,
  /(?<!\p{L})(?:n'a pas|n'avons pas|n'a rien) (?:parlé|dit|mentionné|évoqué|précisé) (?:de |d'|ni )?(?:[\p{L}/]+[\s,]+){0,4}?(?:argent|budget|dates?|délais?|montants?|chiffres?)(?!\p{L})/giu,
  /(?<!\p{L})non (?:si è|abbiamo|ha) (?:parlato|detto|menzionato|indicato) (?:di |né )?(?:[\p{L}/]+[\s,]+){0,4}?(?:soldi|budget|date|tempi|cifre|scadenze|importi)(?!\p{L})/giu,
  // "Budget: not stated", "Termin: keine Angabe", "Presupuesto: n/d"
  /(?:budget|money|timing|date|deadline|termin|zeitrahmen|geld|presupuesto|fecha|plazo|orçamento|verba|prazo|data|délai|échéance|tempi|scadenza)\s?[:=–-]\s?(?:not (?:stated|mentioned|given|known|discussed)|unknown|n\/a|n\/d|k\.\s?a\.|keine angaben?|unbekannt|offen gelassen|no indica|sin datos?|não informad\p{L}*|sem informação|non précisé|inconnu|non indicat\p{L}*|non specificat\p{L}*|n\.d\.)(?!\p{L})/giu,
] as const

/** Stretches of a message that only say what was not spoken of. Offsets into the original message. */
export function findUnsaid(message: string): Span[] {
  return UNSAID.flatMap((pattern) =>
    Array.from(message.matchAll(pattern), (m) => ({ start: m.index, end: m.index + m[0].length })),
  )
}
