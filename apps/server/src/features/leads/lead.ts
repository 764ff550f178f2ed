/** Rows of `leads` and `lead_scores` as the contract's shapes. */
import {
  EmployeeRange,
  FactorScores,
  Flag,
  type Lead,
  type LeadScore,
  LeadStatus,
  Priority,
  QualificationStatus,
  RecommendedAction,
  ScoreOverride,
  SecondOpinion,
} from '@insa/contracts'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { LeadScores, Leads } from '../../platform/database/schema.generated.ts'

export type LeadRow = Omit<Selectable<Leads>, 'search_text' | 'customer_id' | 'status_before_sale'>
export type ScoreRow = Omit<Selectable<LeadScores>, 'judgement' | 'second_judgement'>

// Made once: a list makes hundreds of shapes.
const Questions = z.array(z.string())
const Flags = z.array(Flag)
const Employees = EmployeeRange.nullable()
const Second = SecondOpinion.nullable()
const Override = ScoreOverride.nullable()

/** The lead's ETag: it changes with the fields that people edit, not with a new score. */
export const etagOf = (row: Pick<LeadRow, 'version'>) => `"${row.version}"`

export function presentLead(row: LeadRow, score: ScoreRow | null): Lead {
  return {
    id: row.id,
    erpnext_name: row.erpnext_name,
    lead_name: row.lead_name,
    company_name: row.company_name,
    job_title: row.job_title,
    email_id: row.email_id,
    phone: row.phone,
    website: row.website,
    city: row.city,
    country: row.country,
    industry: row.industry,
    no_of_employees: Employees.parse(row.no_of_employees),
    annual_revenue: row.annual_revenue === null ? null : Number(row.annual_revenue),
    source: row.source,
    message: row.message,
    language: row.language,
    lead_owner: row.lead_owner,
    status: LeadStatus.parse(row.status),
    qualification_status: QualificationStatus.parse(row.qualification_status),
    score: score ? presentScore(score) : null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    etag: etagOf(row),
  }
}

export function presentScore(row: ScoreRow): LeadScore {
  return {
    lead_id: row.lead_id,
    execution_id: row.execution_id,
    engine: row.engine,
    model: row.model,
    qualification_score: Number(row.qualification_score),
    priority: Priority.parse(row.priority),
    recommended_action: RecommendedAction.parse(row.recommended_action),
    reasoning: row.reasoning,
    confidence: Number(row.confidence),
    coverage: Number(row.coverage),
    factor_scores: FactorScores.parse(row.factor_scores),
    questions_to_ask: Questions.parse(row.questions_to_ask),
    flags: Flags.parse(row.flags),
    second_opinion: Second.parse(row.second_opinion),
    needs_review: row.needs_review && row.override === null,
    scored_at: row.scored_at.toISOString(),
    override: Override.parse(row.override),
  }
}
