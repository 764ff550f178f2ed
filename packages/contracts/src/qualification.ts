/**
 * Lead qualification: what an engine judges, and what code makes of it.
 * The rubric in words: docs/qualification-rubric.md.
 */
import { z } from 'zod'
import { Instant, Uuid } from './common.ts'

export const FactorName = z.enum(['budget', 'timeline', 'complexity', 'authority', 'fit'])
export type FactorName = z.infer<typeof FactorName>
export const FACTOR_NAMES = FactorName.options

export const Priority = z.enum(['IMMEDIATE', 'HIGH', 'MEDIUM', 'LOW']).meta({ id: 'Priority' })
export type Priority = z.infer<typeof Priority>

export const RecommendedAction = z
  .enum(['immediate_contact', 'schedule_demo', 'nurture', 'disqualify'])
  .meta({ id: 'RecommendedAction' })
export type RecommendedAction = z.infer<typeof RecommendedAction>

/** The lead's fields that evidence may be quoted from. */
export const EvidenceField = z.enum([
  'message',
  'lead_name',
  'company_name',
  'job_title',
  'email_id',
  'website',
  'city',
  'country',
  'industry',
  'no_of_employees',
  'annual_revenue',
  'source',
])
export type EvidenceField = z.infer<typeof EvidenceField>

/**
 * Words of the lead that a judgement rests on. `start` and `end` are UTF-16 code units into the stored original
 * of `field`: `lead[field].slice(start, end) === quote`.
 */
export const Evidence = z
  .strictObject({
    field: EvidenceField,
    quote: z.string().min(1),
    start: z.int().min(0),
    end: z.int().min(1),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

/** One factor. Not known: `score` is the neutral prior that the overall score counted, and `evidence` is empty. */
export const FactorScore = z
  .strictObject({
    score: z.number().min(0).max(100),
    known: z.boolean(),
    reasoning: z.string(),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'FactorScore' })
export type FactorScore = z.infer<typeof FactorScore>

export const FactorScores = z
  .strictObject({
    budget: FactorScore,
    timeline: FactorScore,
    complexity: FactorScore,
    authority: FactorScore,
    fit: FactorScore,
  })
  .meta({ id: 'FactorScores' })
export type FactorScores = z.infer<typeof FactorScores>

/** A rule that disqualifies a lead whatever its factors say. */
export const DisqualifyingRule = z.enum([
  'job_seeker',
  'student',
  'vendor',
  'competitor',
  'spam',
  'awarded',
  'out_of_scope',
])
export type DisqualifyingRule = z.infer<typeof DisqualifyingRule>

/** Something a person should know about the lead before believing it. */
export const Flag = z
  .strictObject({
    code: z.enum([
      'prompt_injection',
      'free_mail_for_corporation',
      'title_contradicts_text',
      'budget_beyond_size',
      'budget_below_smallest_job',
      'hidden_text',
      'deadline_passed',
      'outside_territory',
      'unknown_currency',
      'contradiction',
      'engine_fallback',
      'second_opinion_differs',
      'quote_not_found',
      ...DisqualifyingRule.options,
    ]),
    message: z.string(),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'Flag' })
export type Flag = z.infer<typeof Flag>

/** A factor as an engine grades it: null is "the lead says nothing about it". */
export const JudgedFactor = z.strictObject({
  score: z.number().min(0).max(100).nullable(),
  reasoning: z.string().max(2_000),
  evidence: z.array(Evidence).max(20),
})
export type JudgedFactor = z.infer<typeof JudgedFactor>

/** What any engine returns for a lead. Everything else (overall score, priority, action, confidence) is computed from it. */
export const LeadJudgement = z
  .strictObject({
    factors: z.strictObject({
      budget: JudgedFactor,
      timeline: JudgedFactor,
      complexity: JudgedFactor,
      authority: JudgedFactor,
      fit: JudgedFactor,
    }),
    /** Something forces contact now: a line is down, a call asked for within days, a tender closing. */
    forced_now: z.strictObject({ reason: z.string(), evidence: z.array(Evidence) }).nullable(),
    disqualified: z
      .strictObject({ rule: DisqualifyingRule, reason: z.string(), evidence: z.array(Evidence) })
      .nullable(),
    questions_to_ask: z.array(z.string().max(300)).max(10),
    flags: z.array(Flag).max(20),
  })
  .meta({ id: 'LeadJudgement' })
export type LeadJudgement = z.infer<typeof LeadJudgement>

/** A person's correction of the machine's result. Only what the person changed is set. */
export const ScoreOverride = z
  .strictObject({
    by: z.string(),
    at: Instant,
    reason: z.string(),
    qualification_score: z.number().min(0).max(100).nullable(),
    priority: Priority.nullable(),
    recommended_action: RecommendedAction.nullable(),
  })
  .meta({ id: 'ScoreOverride' })
export type ScoreOverride = z.infer<typeof ScoreOverride>

export const ScoreOverrideInput = z
  .strictObject({
    qualification_score: z.number().min(0).max(100).optional(),
    priority: Priority.optional(),
    recommended_action: RecommendedAction.optional(),
    reason: z.string().trim().min(3).max(2_000),
  })
  .refine(
    (o) =>
      o.qualification_score !== undefined ||
      o.priority !== undefined ||
      o.recommended_action !== undefined,
    { message: 'Override at least one of qualification_score, priority, recommended_action.' },
  )
  .meta({ id: 'ScoreOverrideRequest' })
export type ScoreOverrideInput = z.infer<typeof ScoreOverrideInput>

/** What the other engine says, beside the one whose judgement holds. */
export const SecondOpinion = z
  .strictObject({
    engine: z.string(),
    model: z.string().nullable(),
    qualification_score: z.number().min(0).max(100),
    priority: Priority,
    recommended_action: RecommendedAction,
    reasoning: z.string(),
  })
  .meta({ id: 'SecondOpinion' })
export type SecondOpinion = z.infer<typeof SecondOpinion>

/** The result of a qualification. The machine's own values: an override stands beside them and never replaces them. */
export const LeadScore = z
  .strictObject({
    lead_id: Uuid,
    execution_id: Uuid,
    engine: z.string(),
    model: z.string().nullable(),
    qualification_score: z.number().min(0).max(100),
    priority: Priority,
    recommended_action: RecommendedAction,
    reasoning: z.string(),
    /** 0–1, computed by code from coverage, agreement and validation; never a model's own number. */
    confidence: z.number().min(0).max(1),
    /** 0–1, the summed weights of the known factors over all weights. */
    coverage: z.number().min(0).max(1),
    factor_scores: FactorScores,
    questions_to_ask: z.array(z.string()),
    flags: z.array(Flag),
    /** Null where one engine judged alone, and in scores from before there was a second. */
    second_opinion: SecondOpinion.nullable().default(null),
    /** The opinions are far apart: a person should look. Settled by an override. */
    needs_review: z.boolean().default(false),
    scored_at: Instant,
    override: ScoreOverride.nullable(),
  })
  .meta({ id: 'LeadScore' })
export type LeadScore = z.infer<typeof LeadScore>

const weight = z.number().min(0).max(100)

/** A tenant's weights, thresholds and switches of the qualification. Weights are relative; at least one is above zero. */
export const QualificationSettings = z
  .strictObject({
    weights: z
      .strictObject({
        budget: weight,
        timeline: weight,
        complexity: weight,
        authority: weight,
        fit: weight,
      })
      .refine((w) => Object.values(w).some((v) => v > 0), {
        message: 'At least one weight must be above zero.',
      }),
    thresholds: z
      .strictObject({
        immediate: z.number().min(0).max(100),
        high: z.number().min(0).max(100),
        medium: z.number().min(0).max(100),
      })
      .refine((t) => t.immediate >= t.high && t.high >= t.medium, {
        message: 'Thresholds must fall: immediate ≥ high ≥ medium.',
      }),
    /** What an unknown factor counts, 0–100. */
    neutral_prior: z.number().min(0).max(100),
    /** The least coverage (0–1) that IMMEDIATE needs. */
    immediate_coverage: z.number().min(0).max(1),
    /** A new lead qualifies itself. */
    auto_qualify: z.boolean(),
    /** Where the alert about an IMMEDIATE lead goes when it has no owner. */
    sales_email: z.email().nullable(),
  })
  .meta({ id: 'QualificationSettings' })
export type QualificationSettings = z.infer<typeof QualificationSettings>

/** The defaults of CONTRACT: weights 25/20/15/20/20, prior 40, thresholds 85/70/45, coverage 0.6. */
export const DEFAULT_QUALIFICATION_SETTINGS: QualificationSettings = {
  weights: { budget: 25, timeline: 20, complexity: 15, authority: 20, fit: 20 },
  thresholds: { immediate: 85, high: 70, medium: 45 },
  neutral_prior: 40,
  immediate_coverage: 0.6,
  auto_qualify: true,
  sales_email: null,
}

const names = z.array(z.string().trim().min(1).max(120)).max(200)

/** What the tenant does, for whom, where and on what: fit and budget are judged against it. */
export const CompanyProfile = z
  .strictObject({
    company_name: z.string().trim().min(1).max(200),
    /** Kinds of work, as keys of the trade's vocabulary (`plc`, `scada`, `ot_security` …) or free words. */
    services: names,
    /** Industries served. */
    industries: names,
    /** Automation platforms mastered. */
    platforms: names,
    /** ISO 3166-1 alpha-2 codes of the countries served; empty is everywhere. */
    territory: z.array(z.string().length(2)).max(250),
    /** The smallest job worth a visit, in `currency`. */
    smallest_job: z.number().min(0).max(1_000_000_000),
    /** ISO 4217 code in which budgets are compared. */
    currency: z.string().length(3),
    /** Known competitors, by name or web domain. */
    competitors: names,
    /** What one unit of a currency is worth in `currency`, by ISO 4217 code. */
    exchange_rates: z.record(z.string().length(3), z.number().positive()),
  })
  .meta({ id: 'CompanyProfile' })
export type CompanyProfile = z.infer<typeof CompanyProfile>
