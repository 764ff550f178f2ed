/** A judgement as ERPNext keeps it: fields of the lead, for its list, and a Lead Score for every judgement. */
import type { LeadScore } from '@insa/contracts'
import { type Document, FrappeFailure } from '@insa/mcp-servers/erpnext'
import type { SiteFields } from './lead-values.ts'
import type { SiteZone } from './site-clock.ts'
import type { SiteDeps } from './sync-deps.ts'

/** Small Text on a form: longer reasons are read in INSA CRM. */
const MAX_REASONING = 1_000

/** As it counts: with what a person has put in place of the machine's. */
const effective = ({ override, ...score }: LeadScore) => ({
  score: override?.qualification_score ?? score.qualification_score,
  priority: override?.priority ?? score.priority,
  action: override?.recommended_action ?? score.recommended_action,
})

/** Names one state of a judgement. */
export function scoreKey(score: LeadScore): string {
  const { score: points, priority, action } = effective(score)
  return [score.execution_id, points, priority, action, score.override?.at ?? ''].join(' ')
}

/**
 * Judgements before the current one that ERPNext has not been told of, oldest first.
 * @param history newest first; one that was decided anew is in it several times.
 * @param sent the key of what it has.
 */
export function missedScores(
  history: readonly LeadScore[],
  current: LeadScore,
  sent: string | null,
): LeadScore[] {
  const known = sent?.split(' ')[0]
  const knownAt = history.find((s) => s.execution_id === known)?.scored_at ?? ''
  const missed = new Map<string, LeadScore>()
  for (const score of history) {
    const { execution_id: id, scored_at: at } = score
    if (id !== current.execution_id && id !== known && at >= knownAt && !missed.has(id))
      missed.set(id, score)
  }
  return [...missed.values()].reverse()
}

export const hasMarks = ({ has }: SiteFields) => has.has('custom_insa_score')

/** Values for the fields of set-up that the site has; only what differs from what stands there. */
export function leadMarks(
  lead: { id: string; score: LeadScore | null; link: string },
  current: Document | null,
  fields: SiteFields,
  zone: SiteZone,
): Record<string, unknown> {
  const { id, score, link } = lead
  const wanted: Record<string, unknown> = { custom_insa_id: id, custom_insa_link: link }
  if (score) {
    const counts = effective(score)
    Object.assign(wanted, {
      custom_insa_score: counts.score,
      custom_insa_priority: counts.priority,
      custom_insa_action: counts.action,
      custom_insa_reasoning: reasoningOf(score),
      custom_insa_scored_at: zone.toSite(new Date(score.scored_at)),
    })
  }
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => fields.has.has(field) && !isSame(current?.[field], value),
    ),
  )
}

const isSame = (there: unknown, wanted: unknown) =>
  typeof wanted === 'number'
    ? Number(there ?? 0) === wanted && there !== null && there !== undefined
    : String(there ?? '').slice(0, String(wanted).length) === String(wanted)

/** What a person gave as the reason stands first. */
const reasoningOf = ({ reasoning, override }: LeadScore) =>
  (override ? `${override.reason} (${override.by})\n${reasoning}` : reasoning)
    .replaceAll(/[<>]/g, ' ')
    .slice(0, MAX_REASONING)
    .toWellFormed()
    .trim()

/**
 * Once for each judgement: `execution_id` is unique there, so one whose answer was lost is found instead of written again.
 * @throws FrappeFailure
 */
export async function keepLeadScore(
  { client, signal }: SiteDeps,
  zone: SiteZone,
  leadName: string,
  score: LeadScore,
): Promise<void> {
  const values = { lead: leadName, ...leadScoreOf(score, zone) }
  const find = () =>
    client.list(
      'Lead Score',
      {
        fields: ['name', 'modified'],
        filters: [['execution_id', '=', score.execution_id]],
        limit: 1,
      },
      { signal },
    )
  const change = ({ name, modified }: Document) =>
    client.update('Lead Score', name, { ...values, modified }, { signal })
  const [known] = await find()
  if (known) return void (await change(known))
  try {
    await client.insert('Lead Score', values, { signal })
  } catch (error) {
    // Somebody has written it between our look and our writing.
    const isThere = error instanceof FrappeFailure && error.kind === 'duplicate'
    const [raced] = isThere ? await find() : []
    if (!raced) throw error
    await change(raced)
  }
}

function leadScoreOf(score: LeadScore, zone: SiteZone): Record<string, unknown> {
  const { factor_scores: factors, override } = score
  const counts = effective(score)
  return {
    qualification_score: counts.score,
    priority: counts.priority,
    recommended_action: counts.action,
    confidence: Math.round(score.confidence * 100),
    reasoning: reasoningOf(score),
    ...Object.fromEntries(
      Object.entries(factors).map(([factor, grade]) => [`${factor}_score`, grade.score]),
    ),
    // An object would be stored as text, a list refused: as text it is the same in every version.
    factor_scores: JSON.stringify(factors),
    engine: score.engine,
    scored_at: zone.toSite(new Date(score.scored_at)),
    overridden_by: override?.by ?? null,
    override_reason: override?.reason ?? null,
    execution_id: score.execution_id,
  }
}
