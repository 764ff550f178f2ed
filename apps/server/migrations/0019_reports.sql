-- Reports in SQL for administrators: a role that sees these views and nothing else. Each names its tenant itself, for a view
-- reads as its owner, whom the tables' policies do not bind. Which statements may be sent at all: features/reports/check-sql.ts.

DO $$
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'insa_reporter') THEN CREATE ROLE insa_reporter NOLOGIN; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT pg_has_role(current_user, 'insa_reporter', 'SET') THEN
    EXECUTE format('GRANT insa_reporter TO %I', current_user);
  END IF;
END $$;

CREATE SCHEMA reports;
REVOKE ALL ON SCHEMA reports FROM PUBLIC;
GRANT USAGE ON SCHEMA reports TO insa_reporter;

-- No messages, reasonings, inputs or outputs: text of strangers and of models is read where it is fenced.
CREATE VIEW reports.leads WITH (security_barrier) AS
  SELECT id, erpnext_name, lead_name, company_name, job_title, email_id, city, country, industry, no_of_employees,
    annual_revenue, source, language, lead_owner, status, qualification_status, effective_score AS qualification_score,
    effective_priority AS priority, effective_action AS recommended_action, customer_id, created_at, updated_at
  FROM public.leads WHERE organization_id = public.current_organization_id();

CREATE VIEW reports.lead_scores WITH (security_barrier) AS
  SELECT lead_id, execution_id, engine, model, qualification_score, priority, recommended_action, confidence, coverage,
    (factor_scores #>> '{budget,score}')::numeric AS budget, (factor_scores #>> '{timeline,score}')::numeric AS timeline,
    (factor_scores #>> '{complexity,score}')::numeric AS complexity,
    (factor_scores #>> '{authority,score}')::numeric AS authority, (factor_scores #>> '{fit,score}')::numeric AS fit,
    needs_review, override IS NOT NULL AS overridden, scored_at
  FROM public.lead_scores WHERE organization_id = public.current_organization_id();

CREATE VIEW reports.executions WITH (security_barrier) AS
  SELECT id, agent_type, status, error ->> 'code' AS error_code, engine, model, cost_usd, attempts, triggered_by, lead_id,
    customer_id, replay IS NOT NULL AS is_replay, created_at, started_at, finished_at
  FROM public.agent_executions WHERE organization_id = public.current_organization_id();

CREATE VIEW reports.model_calls WITH (security_barrier) AS
  SELECT id, execution_id, lead_id, customer_id, agent_type, step, engine, model, batch, status, day, cost_usd,
    cache_saved_usd, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, estimated, duration_ms, started_at
  FROM public.model_calls WHERE organization_id = public.current_organization_id();

CREATE VIEW reports.approvals WITH (security_barrier) AS
  SELECT id, execution_id, agent_type, lead_id, tool, effect, caller, approver, requested_by, status, decided_by, decided_at,
    created_at, expires_at
  FROM public.approvals WHERE organization_id = public.current_organization_id();

CREATE VIEW reports.customers WITH (security_barrier) AS
  SELECT id, erpnext_name, customer_name, customer_type, customer_group, territory, industry, market_segment,
    default_currency, account_manager, disabled, lead_id, opportunity_id, created_at, updated_at
  FROM public.customers WHERE organization_id = public.current_organization_id() AND merged_into IS NULL;

CREATE VIEW reports.opportunities WITH (security_barrier) AS
  SELECT id, erpnext_name, title, lead_id, customer_id, customer_name, status, sales_stage, probability, opportunity_amount,
    currency, transaction_date, expected_closing, opportunity_owner, source, won_reason, lost_reasons, closed_at, created_at,
    updated_at
  FROM public.opportunities WHERE organization_id = public.current_organization_id();

GRANT SELECT ON ALL TABLES IN SCHEMA reports TO insa_reporter;
