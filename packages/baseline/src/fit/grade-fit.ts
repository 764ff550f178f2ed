import type { CompanyProfile, Evidence, Flag, JudgedFactor } from '@insa/contracts'
import { isOnePart } from '../complexity/one-part.ts'
import { readCues } from '../guards/read-cues.ts'
import { outOfScope } from '../guards/rules.ts'
import trades from '../lexicons/related-trades.json' with { type: 'json' }
import scope from '../lexicons/scope.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { findCountry } from './find-country.ts'
import { type FieldMatch, readWork, type Work } from './read-work.ts'

const SCOPE = compileTerms(scope.terms)
const TRADES = compileTerms(trades.terms)
/** Other names of a key in company profiles. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  panels: ['control_panels', 'control panels', 'mcc'],
  networks: ['industrial_network', 'industrial networks'],
  drives: ['motion'],
  retrofit: ['migration'],
  'oil and gas': ['oil_gas'],
  'food and beverage': ['food_beverage'],
  'mining and metals': ['mining', 'metals'],
  'cement and minerals': ['cement'],
  'pulp and paper': ['pulp_paper'],
  'machine builders': ['machine_building'],
  'agro-industry': ['agro', 'agro_industry'],
}
/** Kinds so general that every profile serves them. */
const GENERAL = new Set(['automation', 'manufacturing', 'Other automation'])
/** Services that name no system. */
const KINDS_OF_WORK = new Set(['automation', 'maintenance', 'commissioning', 'retrofit'])
/** So many systems of ours tell as much as a platform that we know. */
const MANY_SYSTEMS = 3
/** What being outside of the territory takes away. */
const FAR = 12
/** What it takes away that every platform named is one that we do not master. */
const STRANGE = 15

/** How well the lead fits, and what a person should know beside it. */
export interface FitReading {
  readonly factor: JudgedFactor
  readonly flags: readonly Flag[]
}

const normal = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[_\s-]+/gu, ' ')
    .trim()

function isServed(key: string, names: readonly string[]): boolean {
  if (GENERAL.has(key)) return true
  const known = new Set(names.map(normal))
  return [key, ...(ALIASES[key] ?? [])].some((name) => known.has(normal(name)))
}

type Customer = 'served' | 'unusual' | 'unknown'

function customerOf(work: Work, profile: CompanyProfile): Customer {
  const kinds = new Set(work.industries.map((m) => m.key))
  const served = [...kinds].filter((k) => k !== 'unusual' && isServed(k, profile.industries))
  const specific = served.some((k) => k !== 'manufacturing' && k !== 'machine builders')
  if (kinds.has('unusual') && !specific) return 'unusual'
  return served.length > 0 ? 'served' : 'unknown'
}

const quotes = (matches: readonly FieldMatch<string>[], most: number): Evidence[] => {
  const seen = new Set<string>()
  const first = matches.filter((m) => !seen.has(m.key) && seen.add(m.key))
  return first.slice(0, most).map((m) => evidence(m.field, m.fold, m.start, m.end))
}

interface Ground {
  readonly own: readonly FieldMatch<string>[]
  readonly platforms: readonly FieldMatch<string>[]
  readonly customer: Customer
  readonly region: 'inside' | 'outside' | 'unknown'
  /** Something is to be renewed, built or repaired, though no system of ours is named. */
  readonly isWork: boolean
  /** Platforms are named, and none of them is in the profile. */
  readonly isStrange: boolean
}

function scoreOf(ground: Ground): number {
  const { own, platforms, customer, region, isStrange } = ground
  const far = (region === 'outside' ? FAR : 0) + (isStrange ? STRANGE : 0)
  if (own.length === 0) return (customer === 'served' ? (ground.isWork ? 66 : 54) : 36) - far / 2
  const near = region === 'inside' ? 1 : 0
  const systems = new Set(own.map((m) => m.key).filter((k) => !KINDS_OF_WORK.has(k))).size
  const named = platforms.length > 0 || systems >= MANY_SYSTEMS ? 1 : 0
  if (customer === 'served') return Math.min(95, 79 + 8 * named + 6 * near) - far
  if (customer === 'unusual') return 52 + 4 * named + 3 * near - far
  return 70 + 5 * named + 4 * near - far
}

const ABOUT: Readonly<Record<Customer, string>> = {
  served: 'for our kind of customer',
  unusual: 'for an unusual customer',
  unknown: 'for a customer whose trade is not known',
}

/** Is nothing wanted but a part, without work on a system? */
function isPartOnly(reading: Reading, own: readonly FieldMatch<string>[]): boolean {
  if (isOnePart(reading.message)) return true
  const found = findTerms(reading.message, SCOPE)
  const part = found.some((m) => m.key === 'trivial') && PARTS.test(reading.message.text)
  const worked = found.filter((m) => m.key !== 'trivial').length
  return part && worked <= 1 && new Set(own.map((m) => m.key)).size <= 1
}

const PARTS =
  /\b(?:spares?|part|parts|module|card|sensor|fuse|relay|battery|cable|repuesto\w*|refaccion\w*|modulo|tarjeta|pieza|ersatzteil\w*|modul|baugruppe|karte|sicherung|relais|taster|peca\w*|cartao|fusivel|rele|piece\w*|carte|capteur|fusible|pezz\w*|ricamb\w*|scheda|sensore|fusibile|contactor|contattore|contacteur|netzteil|fonte|alimentatore|alimentation)\b/u

const isMastered = (platform: string, { platforms }: CompanyProfile): boolean =>
  platforms.length === 0 || isServed(platform, platforms)

interface Findings {
  readonly work: Work
  /** Services of ours and platforms. */
  readonly known: readonly FieldMatch<string>[]
  /** Platforms of the profile. */
  readonly platforms: readonly FieldMatch<string>[]
  readonly related: readonly FieldMatch<string>[]
  readonly customer: Customer
}

function findGround(reading: Reading, profile: CompanyProfile): Findings {
  const work = readWork(reading)
  const field = 'message' as const
  const related = findTerms(reading.message, TRADES).map((m) => ({
    ...m,
    field,
    fold: reading.message,
  }))
  const own = work.services.filter((m) => isServed(m.key, profile.services))
  // The automation in "building automation" is not ours.
  const platforms = work.platforms.filter((m) => isMastered(m.key, profile))
  const known = [...own, ...platforms].filter((m) => !overlapsAny(m, related))
  return { work, known, platforms, related, customer: customerOf(work, profile) }
}

/** A grade that one finding settles, whatever else is said. */
function settled(reading: Reading, profile: CompanyProfile, found: Findings): JudgedFactor | null {
  const factor = (
    score: number | null,
    reasoning: string,
    words: readonly FieldMatch<string>[],
  ) => ({
    score,
    reasoning,
    evidence: quotes(words, 6),
  })
  const breach = outOfScope(readCues(reading), profile)
  if (breach) return factor(8, breach.reason, found.work.foreign)
  if (found.known.length === 0 && found.related.length > 0)
    return factor(30, 'A related trade, at the margin of what we do.', found.related)
  if (found.known.length > 0 && isPartOnly(reading, found.known))
    return factor(32, 'A part is wanted, without work on a system.', found.known)
  if (found.known.length === 0 && found.customer === 'unknown')
    return factor(null, 'The lead does not say what work is wanted.', [])
  return null
}

function reasonOf(ground: Ground): string {
  const parts = [
    ground.own.length > 0 ? 'Our work' : 'No work of ours is named',
    ABOUT[ground.customer],
    ...(ground.platforms.length > 0 ? ['on platforms that we know'] : []),
    ...(ground.isStrange ? ['on platforms that we do not know'] : []),
    ...(ground.region === 'outside' ? ['outside of our countries'] : []),
  ]
  return `${parts.join(', ')}.`
}

/** Judges work, customer, platform and region against the company's profile. */
export function gradeFit(reading: Reading, profile: CompanyProfile): FitReading {
  const found = findGround(reading, profile)
  const place = findCountry(reading)
  const inside = profile.territory.length === 0 || profile.territory.includes(place.country ?? '')
  const region = place.country === null ? 'unknown' : inside ? 'inside' : 'outside'
  const flags: Flag[] = []
  if (region === 'outside') {
    const message = 'The customer is outside of the countries that we serve.'
    flags.push({ code: 'outside_territory', message, evidence: [...place.evidence] })
  }
  const short = settled(reading, profile, found)
  if (short) return { factor: short, flags }
  const { work, known, platforms, customer } = found
  const isStrange = platforms.length === 0 && work.platforms.length > 0
  const isWork = findTerms(reading.message, SCOPE).some((m) => m.key === 'work')
  const ground: Ground = { own: known, platforms, customer, region, isWork, isStrange }
  const factor = {
    score: Math.round(scoreOf(ground)),
    reasoning: reasonOf(ground),
    evidence: quotes([...known, ...work.industries], 6),
  }
  return { factor, flags }
}
