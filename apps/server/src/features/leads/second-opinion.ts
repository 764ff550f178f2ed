/**
 * A model's judgement beside our own engine's. Where they are far apart a person decides; until then our own holds, which no
 * order in a lead's words can move. What the other says stands beside it.
 */
import type {
  Flag,
  LeadJudgement,
  LeadScore,
  Priority,
  QualificationSettings,
  RecommendedAction,
  SecondOpinion,
} from '@insa/contracts'
import { ALL_DEFENCES } from '../../platform/safety/defences.ts'
import { type Decision, decideAgain, scoreLead } from './score-lead.ts'

export interface Opinion {
  engine: string
  model: string | null
  judgement: LeadJudgement
  decision: Decision
}

export interface Settled {
  held: Opinion
  /** What `second_opinion` rests on. */
  other: Opinion | null
  /** Of `held`, and what the other noticed. */
  flags: Flag[]
  confidence: number
  second_opinion: SecondOpinion | null
  needs_review: boolean
}

const BANDS: readonly Priority[] = ['IMMEDIATE', 'HIGH', 'MEDIUM', 'LOW']
/** Two priorities so far apart are no shade of one judgement. */
const FAR_BANDS = 2
/** Words that try to steer the scorer: whoever notices them, our own judgement holds. */
const STEERING: ReadonlySet<Flag['code']> = new Set(['prompt_injection', 'hidden_text'])
/** What agreement is worth: the same decision, one step apart, far apart. */
const AGREEMENT = { same: 1, near: 0.9, far: 0.6 }

/** @returns how far apart the two decisions are. */
export function compare(a: Decision, b: Decision): keyof typeof AGREEMENT {
  const bands = Math.abs(BANDS.indexOf(a.priority) - BANDS.indexOf(b.priority))
  const contactAgainstNone =
    isContact(a.recommended_action) !== isContact(b.recommended_action) &&
    [a, b].some((d) => d.recommended_action === 'disqualify')
  if (bands >= FAR_BANDS || contactAgainstNone) return 'far'
  return bands === 0 && a.recommended_action === b.recommended_action ? 'same' : 'near'
}

const isContact = (action: RecommendedAction) =>
  action === 'immediate_contact' || action === 'schedule_demo'

/**
 * @param own our engine's opinion beside a model's; null where there is one opinion only.
 * @param isSteered code found words that try to steer in what the engines read.
 */
export function settleOpinions(
  first: Opinion,
  own: Opinion | null,
  isSteered = false,
  defences = ALL_DEFENCES,
): Settled {
  if (own === null)
    return {
      held: first,
      other: null,
      flags: withSteering(first.judgement.flags, isSteered),
      confidence: first.decision.confidence,
      second_opinion: null,
      needs_review: false,
    }
  const distance = compare(first.decision, own.decision)
  const isFar = distance === 'far' && defences.has('second_opinion')
  const isNoticed =
    defences.has('found_orders') &&
    (isSteered || [first, own].some((o) => hasSteering(o.judgement.flags)))
  const needsReview = isFar || (isNoticed && distance !== 'same')
  const [held, other] = needsReview || isNoticed ? [own, first] : [first, own]
  const noticed = [...held.judgement.flags, ...noticedBy(other, held)]
  return {
    held,
    other,
    flags: [...withSteering(noticed, isSteered), ...(needsReview ? [differs(held, other)] : [])],
    confidence: round(held.decision.confidence * AGREEMENT[distance]),
    second_opinion: toSecondOpinion(other),
    needs_review: needsReview,
  }
}

const toSecondOpinion = ({ engine, model, decision }: Opinion): SecondOpinion => ({
  engine,
  model,
  qualification_score: decision.qualification_score,
  priority: decision.priority,
  recommended_action: decision.recommended_action,
  reasoning: decision.reasoning,
})

/** What is kept of an opinion, for when weights change. */
export interface KeptJudgements {
  held: LeadJudgement
  /** Null where one engine judged alone, or the other's was not kept. */
  second: LeadJudgement | null
}

/**
 * Both opinions under settings that may be others. How far apart they are was found when they were made, and what a person has to
 * look at stays; its words tell the numbers of today.
 */
export function decideBothAgain(
  score: LeadScore,
  { held, second }: KeptJudgements,
  settings: QualificationSettings,
): LeadScore {
  const again = decideAgain(score, held, settings)
  if (!score.second_opinion || !second) return again
  const { engine, model } = score.second_opinion
  const other = { engine, model, judgement: second, decision: scoreLead(second, settings) }
  const own = { engine: score.engine, model: score.model, judgement: held, decision: again }
  const words = differs(own, other)
  return {
    ...again,
    second_opinion: toSecondOpinion(other),
    flags: again.flags.map((flag) => (flag.code === words.code ? words : flag)),
  }
}

const hasSteering = (flags: readonly Flag[]) => flags.some((f) => STEERING.has(f.code))

/** What code found is told once, by whoever has the words to quote. */
const withSteering = (flags: readonly Flag[], isSteered: boolean): Flag[] =>
  isSteered && !hasSteering(flags) ? [...flags, STEERED] : [...flags]

const STEERED: Flag = {
  code: 'prompt_injection',
  message: 'Words that came with the lead try to steer whoever judges it; they have no influence.',
  evidence: [],
}

/** Attempts to steer that only the other saw. */
const noticedBy = (other: Opinion, held: Opinion): Flag[] =>
  other.judgement.flags.filter(
    (f) => STEERING.has(f.code) && !held.judgement.flags.some((h) => h.code === f.code),
  )

const differs = (held: Opinion, other: Opinion): Flag => ({
  code: 'second_opinion_differs',
  message: `${nameOf(other)} says ${words(other.decision)}; ${nameOf(held)} says ${words(held.decision)}, which holds until a person has looked.`,
  evidence: [],
})

const nameOf = ({ engine, model }: Opinion) => (model ? `${engine} (${model})` : engine)

const words = ({ qualification_score, priority, recommended_action }: Decision) =>
  `${qualification_score} points, ${priority}, ${recommended_action.replaceAll('_', ' ')}`

const round = (value: number) => Number(value.toFixed(3))
