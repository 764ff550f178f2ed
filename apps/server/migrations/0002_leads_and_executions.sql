-- The tenant's rows. Every table has organization_id (filled from the transaction's tenant) and a policy. Every transaction
-- takes on insa_app, which owns nothing, so the policies bind it. Not FORCEd: the search functions below run as the owner.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The tenant of this transaction; null outside one, so that a policy then matches no row.
CREATE FUNCTION current_organization_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$;

CREATE TABLE leads (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  lead_name text,
  company_name text,
  job_title text,
  email_id text,
  phone text,
  website text,
  city text,
  country text,
  industry text,
  no_of_employees text,
  annual_revenue numeric(18, 2),
  source text,
  message text,
  language text,
  lead_owner text,
  status text NOT NULL DEFAULT 'Lead',
  qualification_status text NOT NULL DEFAULT 'Unqualified',
  -- Copies of lead_scores (a person's override where there is one), kept by the same transaction, for sorting and filters.
  effective_score numeric(5, 2),
  effective_priority text,
  effective_action text,
  version integer NOT NULL DEFAULT 1,
  -- milliseconds, as JavaScript's Date: a cursor must name the row exactly
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    lower(coalesce(company_name, '') || ' ' || coalesce(lead_name, '') || ' ' || coalesce(email_id, '') || ' ' ||
      coalesce(city, '') || ' ' || coalesce(country, '') || ' ' || coalesce(industry, '') || ' ' ||
      coalesce(left(message, 2000), ''))
  ) STORED,
  CHECK (coalesce(lead_name, company_name, email_id) IS NOT NULL),
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX leads_created_at ON leads (organization_id, created_at DESC, id DESC);
CREATE INDEX leads_updated_at ON leads (organization_id, updated_at DESC, id DESC);
CREATE INDEX leads_effective_score ON leads (organization_id, (coalesce(effective_score, -1)) DESC, id DESC);
CREATE INDEX leads_effective_priority ON leads (organization_id, effective_priority, created_at DESC, id DESC);
CREATE INDEX leads_company_name ON leads (organization_id, (lower(coalesce(company_name, ''))), id);
CREATE INDEX leads_lead_name ON leads (organization_id, (lower(coalesce(lead_name, ''))), id);
CREATE INDEX leads_email_id ON leads (organization_id, (lower(email_id)));
CREATE INDEX leads_search_text ON leads USING gin (search_text gin_trgm_ops);
CREATE INDEX leads_company_trgm ON leads USING gin ((lower(company_name)) gin_trgm_ops);

CREATE TABLE agent_executions (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  agent_type text NOT NULL,
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled')),
  input_data jsonb NOT NULL DEFAULT '{}',
  output_data jsonb,
  error jsonb,
  progress jsonb,
  engine text NOT NULL,
  model text,
  tokens_used jsonb NOT NULL DEFAULT '{"input": 0, "output": 0, "cache_read": 0, "cache_write": 0}',
  cost_usd numeric(14, 6) NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  -- Greater runs first; work a person waits for stands before bulk work.
  queue_priority integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  -- The claim of a worker: who, and until when it is believed alive without a sign.
  claimed_by text,
  lease_until timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  correlation_id text NOT NULL,
  triggered_by text NOT NULL,
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  customer_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX agent_executions_agent_type ON agent_executions (organization_id, agent_type, created_at DESC);
CREATE INDEX agent_executions_status ON agent_executions (organization_id, status, created_at DESC);
CREATE INDEX agent_executions_customer_id ON agent_executions (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX agent_executions_lead_id ON agent_executions (lead_id, created_at DESC);
CREATE INDEX agent_executions_created_at ON agent_executions (organization_id, created_at DESC, id DESC);
CREATE INDEX agent_executions_due ON agent_executions (queue_priority DESC, due_at, id) WHERE status = 'queued';
CREATE INDEX agent_executions_lease ON agent_executions (lease_until) WHERE status = 'running';

CREATE TABLE execution_steps (
  execution_id uuid NOT NULL REFERENCES agent_executions ON DELETE CASCADE,
  seq integer NOT NULL,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('tool', 'engine', 'code', 'store', 'effect')),
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'unknown')),
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  summary text NOT NULL DEFAULT '',
  -- What the step returned: a run that goes on after a crash reads it instead of doing the step again.
  output jsonb,
  PRIMARY KEY (execution_id, seq)
);

CREATE TABLE lead_scores (
  lead_id uuid PRIMARY KEY REFERENCES leads ON DELETE CASCADE,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  execution_id uuid NOT NULL,
  engine text NOT NULL,
  model text,
  qualification_score numeric(5, 2) NOT NULL CHECK (qualification_score BETWEEN 0 AND 100),
  priority text NOT NULL CHECK (priority IN ('IMMEDIATE', 'HIGH', 'MEDIUM', 'LOW')),
  recommended_action text NOT NULL
    CHECK (recommended_action IN ('immediate_contact', 'schedule_demo', 'nurture', 'disqualify')),
  reasoning text NOT NULL,
  confidence numeric(4, 3) NOT NULL,
  coverage numeric(4, 3) NOT NULL,
  factor_scores jsonb NOT NULL,
  questions_to_ask jsonb NOT NULL DEFAULT '[]',
  flags jsonb NOT NULL DEFAULT '[]',
  -- The engine's judgement as it came: settings may change, and the decision is computed from it anew.
  judgement jsonb NOT NULL,
  -- A person's correction: stands beside the machine's values and survives a re-qualification.
  override jsonb,
  scored_at timestamptz NOT NULL
);
CREATE INDEX lead_scores_priority ON lead_scores (organization_id, priority);

CREATE TABLE lead_score_history (
  execution_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
  -- A whole LeadScore as it was.
  score jsonb NOT NULL,
  scored_at timestamptz NOT NULL
);
CREATE INDEX lead_score_history_lead_id ON lead_score_history (lead_id, scored_at DESC);

-- An import is parsed into rows here; one last transaction turns them into leads, all or none.
CREATE TABLE lead_import_rows (
  execution_id uuid NOT NULL REFERENCES agent_executions ON DELETE CASCADE,
  row_number integer NOT NULL,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  lead_id uuid NOT NULL,
  lead jsonb NOT NULL,
  PRIMARY KEY (execution_id, row_number)
);

-- What was uploaded, until the import has ended.
CREATE TABLE lead_import_files (
  execution_id uuid PRIMARY KEY REFERENCES agent_executions ON DELETE CASCADE,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  format text NOT NULL CHECK (format IN ('csv', 'json')),
  content text NOT NULL
);

-- Outbox: written with the change it tells of; numbered after commit, so that a reader who has seen N misses nothing below.
CREATE SEQUENCE events_seq;
CREATE TABLE events (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  seq bigint UNIQUE,
  type text NOT NULL,
  execution_id uuid,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_unnumbered ON events (id) WHERE seq IS NULL;
CREATE INDEX events_organization ON events (organization_id, seq);
CREATE INDEX events_execution ON events (execution_id, seq) WHERE execution_id IS NOT NULL;

CREATE TABLE outgoing_mails (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text,
  template text NOT NULL,
  status text NOT NULL CHECK (status IN ('kept', 'queued', 'sending', 'sent', 'failed', 'unknown')),
  error text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  execution_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz
);
CREATE INDEX outgoing_mails_created_at ON outgoing_mails (organization_id, created_at DESC, id DESC);
CREATE INDEX outgoing_mails_due ON outgoing_mails (due_at) WHERE status IN ('queued', 'sending');

-- Append-only: no role is granted UPDATE or DELETE.
CREATE TABLE audit_entries (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject_type text,
  subject_id text,
  execution_id uuid,
  correlation_id text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_entries_at ON audit_entries (organization_id, id DESC);
CREATE INDEX audit_entries_subject ON audit_entries (organization_id, subject_id, id DESC);

CREATE TABLE settings (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  name text NOT NULL,
  value jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, name)
);

-- The kill switch: a row only where an agent was switched.
CREATE TABLE agent_switches (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  agent_type text NOT NULL,
  enabled boolean NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, agent_type)
);

CREATE TABLE idempotency_keys (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  actor text NOT NULL,
  key text NOT NULL,
  -- SHA-256 of method, path and body: the same key with another request is refused.
  fingerprint text NOT NULL,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, actor, key)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['leads', 'agent_executions', 'execution_steps', 'lead_scores', 'lead_score_history',
    'lead_import_rows', 'lead_import_files', 'events', 'outgoing_mails', 'audit_entries', 'settings', 'agent_switches',
    'idempotency_keys']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO insa_app', t);
    IF t <> 'audit_entries' THEN
      EXECUTE format('GRANT UPDATE, DELETE ON %I TO insa_app', t);
    END IF;
  END LOOP;
  -- What the sweeps see of every tenant, and no more.
  FOREACH t IN ARRAY ARRAY['agent_executions', 'execution_steps', 'events', 'outgoing_mails', 'idempotency_keys']
  LOOP
    EXECUTE format('CREATE POLICY sweep ON %I TO insa_sweeper USING (true)', t);
    EXECUTE format('GRANT SELECT, UPDATE ON %I TO insa_sweeper', t);
  END LOOP;
  GRANT DELETE ON idempotency_keys TO insa_sweeper;
  CREATE POLICY sweep ON agent_switches FOR SELECT TO insa_sweeper USING (true);
  GRANT SELECT ON agent_switches TO insa_sweeper;
END $$;
GRANT USAGE ON SEQUENCE events_seq TO insa_sweeper;

-- Search under a policy cannot use the trigram index (LIKE is not leakproof), so it runs as the owner, bound to the
-- transaction's tenant, which the caller cannot pass.
CREATE FUNCTION search_lead_ids(pattern text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT id FROM leads WHERE organization_id = current_organization_id() AND search_text LIKE pattern $$;

-- Leads whose company is spelled like this one's, most alike first.
CREATE FUNCTION similar_lead_ids(company text, email text, self uuid) RETURNS TABLE (id uuid, similarity real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT l.id, max(s.similarity) FROM (
    SELECT c.id, similarity(lower(c.company_name), lower(company)) AS similarity FROM leads c
      WHERE c.organization_id = current_organization_id() AND lower(c.company_name) % lower(company)
    UNION ALL
    SELECT e.id, 0::real FROM leads e
      WHERE e.organization_id = current_organization_id() AND lower(e.email_id) = lower(email)
  ) s JOIN leads l ON l.id = s.id WHERE l.id <> self GROUP BY l.id ORDER BY 2 DESC LIMIT 50
$$;
REVOKE ALL ON FUNCTION search_lead_ids(text), similar_lead_ids(text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_lead_ids(text), similar_lead_ids(text, text, uuid) TO insa_app;
