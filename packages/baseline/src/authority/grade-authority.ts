import type { Evidence, Flag, JudgedFactor } from '@insa/contracts'
import { addressesScorer } from '../guards/find-injection.ts'
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { type RoleMatch, roleOfTitle, rolesInText } from './find-roles.ts'
import { readSays, type Said, type Say } from './read-says.ts'

/** A title at least this high beside a text at most that low (or the reverse) contradict each other. */
const HIGH = 75
const LOW = 40
/** Heads it, but others decide in the end; decides together with others. */
const OTHERS = 77
const SHARED = 84
/** Heads it, and was asked by those above. */
const ASKED = 74

/** The authority, and what does not add up about it. */
export interface AuthorityReading {
  readonly factor: JudgedFactor
  readonly flags: readonly Flag[]
}

interface Claim {
  readonly score: number
  readonly reasoning: string
  readonly quotes: readonly Evidence[]
}

function titleClaim(reading: Reading): Claim | null {
  const fold = reading.fields.job_title
  if (!fold || addressesScorer(fold)) return null
  const role = roleOfTitle(fold)
  if (!role) return null
  return {
    score: role.score,
    reasoning: `By the title: ${MEANING[role.role]}.`,
    quotes: [evidence('job_title', fold, role.start, role.end)],
  }
}

const MEANING: Readonly<Record<RoleMatch['role'], string>> = {
  owner: 'owns or heads the company',
  site_head: 'heads the site',
  division_head: 'heads a division',
  procurement_head: 'heads procurement',
  influencer: 'leads the matter and strongly influences the purchase',
  buyer: 'a buyer who collects offers',
  specialist: 'a specialist in the matter',
  helper: 'a helper who passes it on',
  no_role: 'no role in a purchase',
}

function introducedClaim(message: Fold): Claim | null {
  const roles = rolesInText(message)
  const low = roles.find((r) => r.role === 'helper' || r.role === 'no_role')
  const best = [...roles].sort((a, b) => b.score - a.score)[0]
  const role = low && best && best.score - low.score < 30 ? low : (best ?? low)
  if (!role) return null
  return {
    score: role.score,
    reasoning: `As they introduce themselves: ${MEANING[role.role]}.`,
    quotes: [evidence('message', message, role.start, role.end)],
  }
}

/** What the text says about deciding; `rank` is the authority by title or introduction. */
function saidClaim(says: readonly Said[], rank: number | null): Claim | null {
  const of = (say: Say) => says.filter((s) => s.say === say)
  const claim = (score: number, reasoning: string, from: readonly Said[]): Claim => ({
    score,
    reasoning,
    quotes: from.slice(0, 3).map((s) => s.quote),
  })
  const denied = of('denied')
  // Who heads something and does not sign alone still does not merely pass it on.
  const shares = [...of('others_decide'), ...(rank !== null && rank >= HIGH ? denied : [])]
  const passing = [...of('passes_on'), ...(rank !== null && rank >= HIGH ? [] : denied)]
  const plain = passing.filter((s) => !s.isErrand)
  const decides = of('decides')
  if (decides.length > 0 && plain.length === 0 && shares.length > 0)
    return claim(Math.max(SHARED, Math.min(rank ?? 0, 94)), 'They decide together with others.', [
      ...decides,
      ...shares,
    ])
  if (decides.length > 0 && plain.length === 0)
    return claim(94, 'The text says that they decide or sign.', decides)
  if (plain.length > 0)
    return claim(28, 'The text says that they pass it on and do not decide.', plain)
  if (passing.length > 0) {
    const score = rank !== null && rank >= 50 ? Math.min(rank, rank >= HIGH ? ASKED : 60) : 32
    return claim(score, 'Somebody else asked them to enquire.', passing)
  }
  if (of('none').length > 0 && (rank === null || rank < HIGH))
    return claim(10, 'The text names no role in a purchase.', of('none'))
  if (of('influences').length > 0)
    return claim(
      shares.length > 0 ? Math.min(OTHERS, Math.max(78, rank ?? 0)) : Math.max(78, rank ?? 0),
      'The text says that they are responsible for the matter.',
      of('influences'),
    )
  if (shares.length > 0 && rank !== null && rank > OTHERS)
    return claim(OTHERS, 'The text says that others decide in the end.', shares)
  if (of('mandated').length > 0 && (rank === null || rank < 60))
    return claim(58, 'They collect offers for somebody else who decides.', of('mandated'))
  return null
}

/** Judges who writes from title and text. The text wins; a contradiction is flagged. */
export function gradeAuthority(reading: Reading): AuthorityReading {
  const title = titleClaim(reading)
  const introduced = introducedClaim(reading.message)
  const rank = introduced ?? title
  const says = readSays(reading.message)
  const said = saidClaim(says, rank?.score ?? null)
  const isShared = says.some((s) => s.say === 'others_decide')
  const flags: Flag[] = []
  const text = said ?? introduced
  if (title && text && contradicts(title.score, text.score)) {
    const message = 'The title and the text tell different stories about who decides.'
    flags.push({
      code: 'title_contradicts_text',
      message,
      evidence: [...title.quotes, ...text.quotes],
    })
  }
  const winner = said ?? (isShared ? introduced : null) ?? strongest(introduced, title)
  if (!winner) {
    const reasoning = 'The lead does not say who decides, nor what the sender does.'
    return { factor: { score: null, reasoning, evidence: [] }, flags }
  }
  const quotes = winner === title ? winner.quotes : [...winner.quotes, ...(title?.quotes ?? [])]
  return {
    factor: { score: winner.score, reasoning: winner.reasoning, evidence: [...quotes] },
    flags,
  }
}

/** Of introduction and title that agree, the higher; else the introduction: the text wins. */
function strongest(introduced: Claim | null, title: Claim | null): Claim | null {
  if (!introduced || !title) return introduced ?? title
  return contradicts(title.score, introduced.score) || introduced.score >= title.score
    ? introduced
    : title
}

const contradicts = (title: number, text: number): boolean =>
  (title >= HIGH && text <= LOW) || (title <= LOW && text >= HIGH)
