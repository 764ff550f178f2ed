import lexicon from '../lexicons/roles.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import type { Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'

const ROLES = compileTerms(lexicon.terms, 'everywhere')

export type Role = keyof typeof lexicon.terms

/** A role that somebody holds, graded by the rubric's authority. */
export interface RoleMatch extends Span {
  readonly role: Role
  readonly score: number
}

const ASSISTANT_TO =
  /\b(?:assist\w*|asist\w*|secret\w*|segret\w*|sekret\w*|pa)\b.*\b(?:to|of|de|del|der|des|du|von|di|da|do|della|dell|for)\b/u
const ASSISTANT_MANAGER =
  /\b(?:assistant|deputy|vice|stellv\w*|sub|vice)[ -]?(?:plant |general |engineering |maintenance |production |operations )?(?:manager|director|leiter\w*|gerente)/u
/** Speaks for the owner without being one. */
const FOR_OWNER =
  /(?:mandat|consult|represent|vertret|beauftragt|asesor|delegad|apoderad|incaricat|rappresent|procurat|for (?:the )?owner|owner'?s (?:engineer|rep)).{0,30}(?:owner|proprieta|propietari|eigentum|bauherr|engineer|rep\b)/u
/** Titles that name a rank but no field known to us. */
const RANKS: readonly [pattern: RegExp, role: Role, score: number][] = [
  [
    /\b(?:dir|director\w*|direkt\w*|diretor\w*|direct(?:eur|rice)|direttor\w*|direttrice)\b/u,
    'division_head',
    83,
  ],
  [
    /\b(?:manager|mgr|[ads]gm|resp|coord|supt|hod|gerente|leit(?:er|erin|ung)|\w+leit(?:er|erin|ung)|jefe|jefa|chef\w*|chefe|responsable|responsavel|responsabile|encargad\w*|coordina\w*|coordena\w*|supervisor\w*|superintendent\w*|capo|head|lead)\b/u,
    'influencer',
    75,
  ],
]

/** The role that a title stands for, or null. */
export function roleOfTitle(fold: Fold): RoleMatch | null {
  const whole = { start: 0, end: fold.text.trimEnd().length }
  if (FOR_OWNER.test(fold.text)) return { ...whole, role: 'specialist', score: 62 }
  const matches = findTerms(fold, ROLES).map((m) => ({
    role: m.key,
    score: lexicon.terms[m.key].score,
    start: m.start,
    end: m.end,
  }))
  const found = matches.filter((a) => !matches.some((b) => isInside(a, b)))
  const low = found.find((f) => f.role === 'no_role') ?? found.find((f) => f.role === 'helper')
  if (ASSISTANT_MANAGER.test(fold.text)) return { ...whole, role: 'influencer', score: 76 }
  if (
    low &&
    (ASSISTANT_TO.test(fold.text) || found.every((f) => f.score <= 60 || overlapsPart(f, low)))
  )
    return low
  const best = found.filter((f) => f !== low).sort((a, b) => b.score - a.score)[0]
  if (best && best.score >= 60) return best
  for (const [pattern, role, score] of RANKS) {
    const match = pattern.exec(fold.text)
    if (!match) continue
    const rank = { role, score, start: match.index, end: match.index + match[0].length }
    // "Encargado de compras" is a buyer, not a rank whose field we do not know.
    return best && overlapsPart(rank, best) ? best : rank
  }
  return best ?? low ?? null
}

/** A word of a longer title ("administrative director") is no title. */
const isInside = (a: Span, b: Span): boolean =>
  b.start <= a.start && a.end <= b.end && b.end - b.start > a.end - a.start

const overlapsPart = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

const SELF =
  /(?:\bi am|\bi'm|\bi work as|\bmy name is|\bthis is|\bhere is|\bas|\bsoy|\bme llamo|\bmi nombre es|\bcomo|\bich bin|\bmein name ist|\bals|\bsou|\bmeu nome e|\bje suis|\bje m'appelle|\ben tant que|\bsono|\bmi chiamo|\bin qualita di|\bdesempeno como|\btrabajo como|\btrabalho como|\batuo como|\bhier schreibt|\bist mein name)(?:[\s,]+(?!my|our|mi|nuestr|mein|unser|meu|noss|mon|notre|mio|nostr|asked|told|(?:aber|but|pero|mas|mais|ma|und|and|jedoch|weil|because|porque|car|perche|der|his|her)[\s,])[\p{L}'.]+){0,6}[\s,]*$/u

/** Roles that the sender claims in the message: "I am the plant manager", or below the greeting. */
export const rolesInText: (fold: Fold) => readonly RoleMatch[] = keptPer(findRoles)

function findRoles(fold: Fold): RoleMatch[] {
  return findTerms(fold, ROLES)
    .map((m) => ({ role: m.key, score: lexicon.terms[m.key].score, start: m.start, end: m.end }))
    .filter((m) => {
      if (fold.signature.some((s) => s.start <= m.start && m.start < s.end)) return true
      return SELF.test(
        fold.text
          .slice(Math.max(0, m.start - 70), m.start)
          .split(/[.!?\n]\s/u)
          .at(-1) ?? '',
      )
    })
}
