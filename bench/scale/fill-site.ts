/** Rows as years of work would have left them, put in place by the database itself. */
import type pg from 'pg'
import type { Say } from '../measure.ts'

/** So many qualifications of the site itself are copied from. */
export const MODEL_COUNT = 100

export interface Fill {
  leads: number
  executions: number
}

/** Beside the administrator's, which has half of everything. */
const ORGANIZATIONS = 9

/**
 * Leads with scores, executions with steps, events, audit entries. What a lead was judged to be is copied from those that the
 * site itself has judged, so there have to be some. Constraints and triggers rest meanwhile; the counts that triggers keep
 * are made at the end.
 */
export async function fillSite(
  db: pg.Client,
  { leads, executions }: Fill,
  say: Say,
): Promise<void> {
  const perLead = Math.ceil(executions / leads)
  const steps: [string, string][] = [
    ['organizations', organizations],
    ['leads', leadsOf(leads)],
    ['scores', scores],
    ['executions', executionsOf(leads, perLead, executions)],
    ['steps', executionSteps],
    ['scores of the past', scoreHistory],
    ['events', events],
    ['audit entries', auditEntries],
    ['counts', counts],
  ]
  await db.query(`set session_replication_role = 'replica'; set work_mem = '256MB'`)
  for (const [what, sql] of steps) {
    const startedAt = performance.now()
    const { rowCount } = await db.query(sql)
    say(
      `filling: ${rowCount ?? ''} ${what}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
    )
  }
  await db.query(`reset session_replication_role`)
  await db.query('vacuum analyze')
  await db.query('checkpoint')
}

/** The judged leads of the site, numbered from 0, and its own organization, which is the first. */
const MODELS = `
  models as materialized (select s.*, row_number() over () - 1 as n from lead_scores s limit ${MODEL_COUNT}),
  mine as materialized (select id from organizations order by created_at limit 1),
  others as materialized (select id, row_number() over (order by id) - 1 as n from organizations where slug like 'filled-%')`

const organizations = `
  insert into organizations (id, name, slug)
  select uuidv7(), 'Filled ' || n, 'filled-' || n from generate_series(1, ${ORGANIZATIONS}) n`

/** Half of it mine; of the others the first has most. */
const ORGANIZATION = `case when l.n % 2 = 0 then (select id from mine)
  else (select id from others where n = floor(${ORGANIZATIONS} * power((l.n * 7919 % 1000) / 1000.0, 2))) end`

const leadsOf = (leads: number) => `
  with ${MODELS}
  insert into leads (id, organization_id, lead_name, company_name, email_id, phone, city, country, industry, source, message,
    language, status, qualification_status, created_at, updated_at)
  select uuidv7(at.at - now()), ${ORGANIZATION}, 'Person ' || l.n::bigint * 104729 % 50000, 'Works ' || l.n || ' ' || l.n * 7919 % 1000,
    'person' || l.n || '@works' || l.n % 9000 || '.example', '+49 40 ' || l.n,
    (array['Monterrey','Hamburg','Lyon','Cali','Porto','Parma','Leeds','Toledo'])[1 + l.n % 8],
    (array['Mexico','Germany','France','Colombia','Portugal','Italy','United Kingdom','Spain'])[1 + l.n % 8],
    (array['Food & Beverage','Water','Mining','Cement','Oil & Gas','Pharma','Automotive','Paper'])[1 + l.n * 31 % 8],
    (array['Website','Fair','Partner','Call'])[1 + l.n * 17 % 4],
    'We want to migrate ' || 1 + l.n % 9 || ' S7-300 PLCs with ' || 100 + l.n % 900 || ' I/O. Budget about '
      || 10 + l.n % 90 || 'k EUR, next quarter.',
    'en', (array['Lead','Lead','Open','Replied','Opportunity','Converted'])[1 + l.n * 13 % 6],
    (array['Unqualified','In Process','Qualified'])[1 + l.n * 11 % 3], at.at, at.at
  from generate_series(1, ${leads}) as l (n),
    lateral (select now() - interval '3 years' * (1 - l.n / ${leads + 1}.0) as at) at`

/** Four of five are judged, the lead shows it, and every two hundredth was overridden. */
const scores = `
  with ${MODELS},
  judged as (
    insert into lead_scores (lead_id, organization_id, execution_id, engine, model, qualification_score, priority,
      recommended_action, reasoning, confidence, coverage, factor_scores, questions_to_ask, flags, judgement, scored_at,
      needs_review)
    select l.id, l.organization_id, uuidv7(l.created_at + interval '1 hour' - now()), m.engine, m.model,
      least(100, greatest(0, m.qualification_score + l.n % 21 - 10)), m.priority, m.recommended_action, m.reasoning,
      m.confidence, m.coverage, m.factor_scores, m.questions_to_ask, m.flags, m.judgement, l.created_at + interval '1 hour',
      l.n % 50 = 0
    from (select *, row_number() over (order by id) as n from leads where company_name like 'Works %') l
    join models m on m.n = l.n % ${MODEL_COUNT}
    where l.n % 5 <> 0
    returning lead_id, qualification_score, priority, recommended_action)
  update leads set effective_score = qualification_score, effective_priority = priority, effective_action = recommended_action
  from judged where leads.id = lead_id`

/** Spread over the time since the lead came; nearly all succeeded, a few wait for people, none for a worker. */
const executionsOf = (leads: number, perLead: number, most: number) => `
  with models as materialized (
    select output_data, row_number() over () - 1 as n from agent_executions
    where status = 'succeeded' and agent_type = 'lead_qualification' limit ${MODEL_COUNT})
  insert into agent_executions (id, organization_id, agent_type, status, input_data, output_data, error, engine, attempts,
    queue_priority, due_at, correlation_id, triggered_by, lead_id, bound_lead_id, created_at, started_at, finished_at)
  select uuidv7(at - now()), l.organization_id, 'lead_qualification', outcome, jsonb_build_object('lead_id', l.id),
    case outcome when 'succeeded' then m.output_data end,
    case outcome when 'failed' then '{"code":"engine.unavailable","message":"The model is down."}'::jsonb
      when 'cancelled' then '{"code":"execution.cancelled","message":"Cancelled by a person."}' end,
    'baseline', 1, (array[10, 1, 0, 0])[1 + x.k % 4], at, 'filled-' || x.n, 'user:filled@example.com', l.id, l.id, at, at,
    case when outcome <> 'waiting_approval' then at + interval '1 s' * (1 + x.n % 7) end
  from (select l.*, row_number() over (order by id) as n from leads l where company_name like 'Works %') l,
    lateral (select k, (l.n - 1) * ${perLead} + k as n from generate_series(1, ${perLead}) k) x,
    lateral (select l.created_at + (now() - l.created_at) * (x.k / ${perLead + 1}.0) as at,
      case when x.n % 1000 < 930 then 'succeeded' when x.n % 1000 < 970 then 'failed' when x.n % 1000 < 998 then 'cancelled'
        else 'waiting_approval' end as outcome) s,
    models m
  where m.n = x.n % ${MODEL_COUNT} and x.n <= ${most} and l.n <= ${leads}`

const FILLED = `from agent_executions e where e.correlation_id like 'filled-%'`

const executionSteps = `
  insert into execution_steps (execution_id, seq, organization_id, kind, name, status, started_at, finished_at, summary, output)
  select e.id, s.seq, e.organization_id, s.kind, s.name, 'succeeded', e.started_at, coalesce(e.finished_at, e.started_at),
    s.summary, s.output::jsonb
  from agent_executions e, (values
    (1, 'tool', 'mcp__erpnext__get_lead', 'Read the lead', '{"status":"Lead","language":"en"}'),
    (2, 'code', 'read_settings', 'Weights, thresholds and company profile', '{"qualification":{},"profile":{}}'),
    (3, 'engine', 'judge', 'baseline: 4 of 5 factors known, 6 quotes', '{"cost":{"engine":"baseline"}}'),
    (4, 'store', 'save_score', '55 points, MEDIUM', '{"qualification_score":55,"priority":"MEDIUM"}'),
    (5, 'tool', 'mcp__erpnext__update_lead', 'The CRM shows the score', '{}')) as s (seq, kind, name, summary, output)
  where e.correlation_id like 'filled-%' and (e.status = 'succeeded' or s.seq < 3)`

const scoreHistory = `
  insert into lead_score_history (execution_id, organization_id, lead_id, score, scored_at)
  select e.id, e.organization_id, e.lead_id, e.output_data, e.finished_at ${FILLED} and e.status = 'succeeded'`

/** Those of the end of each run; the steps' would be seven times as many. */
const events = `
  insert into events (id, organization_id, seq, type, execution_id, payload, created_at)
  select uuidv7(e.created_at - now()), e.organization_id, nextval('events_seq'), 'execution.updated', e.id,
    jsonb_build_object('type', 'execution.updated', 'execution_id', e.id, 'agent_type', e.agent_type, 'status', e.status,
      'lead_id', e.lead_id), e.created_at
  ${FILLED}`

/** Of the request and of the first tool; they are no part of the chain, as they would be. */
const auditEntries = `
  insert into audit_entries (id, organization_id, at, actor, action, subject_type, subject_id, execution_id, correlation_id,
    details, tool)
  select uuidv7(e.created_at - now()), e.organization_id, e.created_at, a.actor, a.action, a.subject_type,
    case a.subject_type when 'lead' then e.lead_id::text else a.tool end, e.id, e.correlation_id, '{}', a.tool
  from agent_executions e, (values
    ('user:filled@example.com', 'lead.qualification_requested', 'lead', null),
    ('agent:lead_qualification', 'tool.called', 'tool', 'mcp__erpnext__get_lead')) as a (actor, action, subject_type, tool)
  where e.correlation_id like 'filled-%'`

const counts = `
  delete from lead_counts;
  insert into lead_counts (organization_id, day, priority, action, leads)
  select organization_id, (created_at at time zone 'UTC')::date, coalesce(effective_priority, ''), coalesce(effective_action, ''),
    count(*) from leads group by 1, 2, 3, 4`
