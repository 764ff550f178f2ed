/** What a time in a text is for, told by the words around it. */
import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import type { Span } from '../text/spans.ts'

/** A day asked for a talk or a visit is not the day of the job, but it does ask for an answer now. */
const TALK =
  /(?<!\p{L})(?:call|meet\w*|talk|phone|visit|teams|zoom|demo\w*|presentation|half a day|half day|come (?:up|over|by|round)|drop by|walk (?:it|through)|llam\w+|reunion\w*|reunir\w*|hablar|charla\w*|visit\w+|presentacion|medio dia|videollamada|anruf\w*|ruckruf\w*|zuruckruf\w*|telefon\w*|termin|besprech\w*|besuch\w*|vor ort|vorfuhr\w*|prasentation|halbe[rn]? tag|vorbeikomm\w*|lig(?:ar|uem|acao)|conversar|reuniao|apresentac\w+|videochamada|meio dia|passar aqui|rappel\w*|appel(?:er|ez)|rendez|rdv|echange|presentation|demi-journee|visio|chiam\w+|incontr\w+|sopralluogo|sentirci|appuntamento|presentazione|videochiamata|mezza giornata|passare da noi)(?!\p{L})/u
/** Words of the job itself: with them a date in the same clause is not that of a talk. */
const JOB =
  /(?<!\p{L})(?:order|orders|award|start\w*|install\w*|commission\w*|deliver\w*|shut\w*|outage|ready|running|quote|quotation|offer|bid|bestell\w*|beauftrag\w*|auftrag|inbetrieb\w*|angebot\w*|stillstand|fertig|umbau\w*|liefer\w*|pedido|orden|instal\w*|arran\w*|entreg\w*|parada|oferta\w*|cotiza\w*|proposta\w*|listo|pronto|paragem|commande|demarr\w*|livraison|arret|offre\w*|devis|installation|ordine|consegna|avviamento|fermata|offert\w*|preventiv\w*)(?!\p{L})/u

const clauseOf = (fold: Fold, at: Span): string => {
  const clause = spanAt(fold.clauses, at.start)
  return fold.text.slice(clause.start, clause.end)
}

/** Is the time that of a call, visit or demo? */
export function isTalk(fold: Fold, at: Span): boolean {
  if (JOB.test(clauseOf(fold, at))) return false
  const sentence = spanAt(fold.sentences, at.start)
  return TALK.test(fold.text.slice(sentence.start, sentence.end))
}

/** Ends of support and production of a product are no dates of the job. */
export const PRODUCT_LIFE =
  /end of (?:life|support|sale)|\beol\b|obsole|discontinu|abgekundigt|support (?:ends|endet)|descontinu|fin de (?:vie|soporte)|fuori produzione|fine supporto|garanti|warranty/u

const DECISION =
  /request|antrag|genehm|freigabe|entscheid|entschied|approv|aprob|aprueb|aprov|validation|decision|decid|richiest|demande|solicit|board|away-day|capex|capital plan|investitionsplan|budget|haushalt|presupuest|orcament|stanzi|delibera|consejo|directorio|conseil|conselho|consiglio|assembl|comite|committee|gremium|vorstand|aufsichtsrat|steering|\bfid\b|grant|forder|subven|candidatura|verba|pedido de|matriz|funding|funds|fiscal|geschaftsjahr|ejercicio|exercice|esercizio|(?:season|zafra|safra|campagne|kampagne|vendimia|vendange|harvest|ernte|cosecha|colheita|raccolta|molienda|crushing).{0,20}(?:start|begin|empiez|comienz|arranc|inici|comec|debut|commenc|inizi|cominci|beginn)/u
/** What is decided already says nothing about the day. */
const DONE = /budgeted for|budget(?:iert)? fur|presupuestado para|orcado para/u

const DECIDED =
  /(?<!\p{L})(?:voted|approved|decided|released|signed off|agreed|granted|beschlossen|genehmigt|freigegeben|bewilligt|gesprochen|entschieden|aprobo|aprobaron|aprobad\w*|autorizo|decidio|aprovou|aprovaram|aprovad\w*|liberou|decidiu|a (?:vote|valide|approuve|decide|accorde|debloque)|ont vote|valide[es]*|accorde[es]*|ha (?:approvato|deliberato|deciso)|hanno approvato|approvat\w|deliberat\w)(?!\p{L})/u
const STILL =
  /(?<!\p{L})(?:will|must|to be|until|by|before|wird|werden|muss|bis|sera|seran|hasta|antes|sera|ate|avant|jusqu|sara|entro|prima)(?!\p{L})/u

/** "The board voted Tuesday": the day is past, though it may read like the next one. */
export function isDecided(fold: Fold, at: Span): boolean {
  const clause = clauseOf(fold, at)
  return DECIDED.test(clause) && !STILL.test(clause)
}

/**
 * Is it the day on which money is asked for or decided, a fiscal year turns, or a season begins that keeps the plant busy? It is
 * not the date of the job where another is named.
 */
export function isDecision(fold: Fold, at: Span): boolean {
  const clause = clauseOf(fold, at)
  return DECISION.test(clause) && !DONE.test(clause)
}

const ABSENCE =
  /(?<!\p{L})(?:in (?:der )?(?:reha|kur)|im urlaub|krank\w*|auf dienstreise|elternzeit|on (?:leave|holiday|vacation|a trip|annual leave|sick leave)|out of (?:the )?office|maternity|de viaje|de vacaciones|de baja|de ferias|em viagem|viajando|en conge\w*|en deplacement|en vacances|in ferie|in viaggio|in malattia|hasta que vuelva|bis er wieder|retires?|retired|rente|ruhestand|jubila\w*|aposenta\w*|retraite|pensione)(?!\p{L})/u

/** Somebody is away, or leaves, until then. */
export const isAbsence = (fold: Fold, at: Span): boolean => ABSENCE.test(clauseOf(fold, at))

const TALLY =
  /(?:\d\s?x|times|twice|once|veces|vezes|vez|mal|fois|volte|volta)\s(?:\p{L}+\s){0,2}$/u

/** "Three times this week": what happened, not what is wanted. */
export const isTally = (fold: Fold, at: Span): boolean =>
  TALLY.test(fold.text.slice(Math.max(0, at.start - 28), at.start))

const DOCUMENT =
  /(?<!\p{L})(?:e-?mails?|letter|offer|quote|quotation|proposal|webinar|show|fair|expo|angebot\w*|schreiben|gesprach\w*|messe|anfrage|oferta|cotizacion|correo|feria|proposta|conversa|courrier|courriel|devis|offre|echange|salon|preventivo|offerta|lettera|fiera|colloquio|presupuesto|orcamento)\s(?:of|from|vom|von|de|del|da|do|du|di|dello|d')\s?(?:\p{L}+\s)?$/u

/** "Your offer of March", "la mia mail di marzo": the date of a paper. */
export const ofDocument = (fold: Fold, at: Span): boolean =>
  DOCUMENT.test(fold.text.slice(Math.max(0, at.start - 36), at.start))
