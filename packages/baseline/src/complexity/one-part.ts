import type { Fold } from '../text/fold.ts'
import { overlapsAny } from '../text/spans.ts'
import { countSizes } from './count-sizes.ts'

/** Words of a message so short that a part and a price are all it holds. */
const SHORT = 28
const PRICE =
  /(?<!\p{L})(?:cotar|cotac\w*|cotiz\w*|coticen|precio\w*|preco\w*|preis\w*|price\w*|pricing|kostet|kosten|cost|quote|quotation|cuanto|quanto|presupuesto|orcamento|angebot|prix|devis|combien|prezz\w*|preventiv\w*|lieferzeit|lead time|disponib\w*|verfugbar\w*|available|stock|delivery|lieferbar)(?!\p{L})/u
const DEVICE =
  /(?<!\p{L})(?:logo!? ?\d?|inversor|inverter|variador|variateur|umrichter|frequenzumrichter|fu|vfd|drive|cpu|modul\w*|card|karte|carte|scheda|tarjeta|placa|display|panel|hmi|ihm|touch\w*|sensor|sensore|capteur|netzteil|power supply|fuente|fonte|alimentat\w*|alimentation|relay|relais|rele|contactor|contacteur|contattore|schutz|encoder|drehgeber|motor|moteur|motore|valve|ventil|valvula|vanne|valvola|transmitter|switch|fuse|sicherung|fusible|fusibile|battery|batterie|bateria|batteria|cable|kabel|cabo|cavo|ersatzteil|spare|repuesto|refaccion|peca|pc|ricambio|piece|pezzo|board|plc|sps|clp|automate|automata)(?!\p{L})/u
/** "Only the unit, we install it ourselves": then a longer message is about one part too. */
const UNIT_ONLY =
  /(?<!\p{L})(?:sol[oa]mente|solo|unicamente|somente|apenas|so|nur|lediglich|ausschliesslich|only|just|seulement|uniquement|juste|soltanto) (?:(?:el|la|o|a|das|den|die|the|le|il|lo|l')[ ]?)?(?:equipo|equipamento|aparelho|aparato|pieza|peca|unidad|unidade|gerat|teil|hardware|lieferung|material|unit|device|part|drive|supply|equipment|appareil|materiel|fourniture|piece|apparecchio|pezzo|fornitura|dispositivo|variador|inversor|umrichter|variateur|inverter)(?!\p{L})|(?<!\p{L})(?:supply|equipment|hardware|material) only(?!\p{L})|(?<!\p{L})(?:fourniture seule|sola fornitura|nur lieferung|(?:einbau|montage) machen wir (?:selbst|selber)|(?:nosotros|nos) lo instalamos|instalamos nosotros|(?:a )?instalacao (?:e|fica) (?:por nossa conta|conosco)|we(?:'ll| will)? (?:install|fit) it ourselves|(?:lo|la) montiamo noi|nous (?:le|la) montons nous-memes)(?!\p{L})/u
/** Words of a message that says so. */
const LONGER = 60
/** More than a part. */
const PROJECT =
  /upgrad|migra|modern|retrofit|replac\w* (?:of )?(?:all|the|our) \w+s|project|projekt|projet|proyect|progett|system|sistema|anlage|plant|fabrik|linie|linea|line|ligne|linha|maint|wart|mantenim|manutenc|scada|dcs|network|netz|engineering|commission|inbetrieb|puesta en marcha|program/u

/** "7 nos", "12 Stück": not one. */
const PIECES =
  /(?<![\p{L}\p{N}])(?:[2-9]|[1-9]\d+)\s?(?:x|nos?|pcs?|pieces|stk|stuck|uds?|unidades|unid|pz|pezzi|pzas?|piezas|pecas|pcas?|unites|pieces|units)(?!\p{L})/u

/** Is one part, and its price or exchange, all that is asked for? */
export function isOnePart(fold: Fold): boolean {
  const words = fold.words.filter((w) => !overlapsAny(w, fold.signature))
  const isUnitOnly = UNIT_ONLY.test(fold.text)
  if (words.length === 0 || words.length > (isUnitOnly ? LONGER : SHORT)) return false
  const { counted } = countSizes(fold)
  if (PIECES.test(fold.text)) return false
  const several = counted.some((s) => !/^\D*0?1(?!\d)/u.test(fold.text.slice(s.start, s.end)))
  return !several && PRICE.test(fold.text) && DEVICE.test(fold.text) && !PROJECT.test(fold.text)
}
