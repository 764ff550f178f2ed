-- Every call of a model: reserved before it is made, settled when it has ended. The costs page adds these up.
CREATE TABLE model_calls (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  -- What is deleted has cost its money all the same, so none of these is a reference.
  execution_id uuid NOT NULL,
  lead_id uuid,
  customer_id uuid,
  agent_type text NOT NULL,
  step text NOT NULL,
  -- The call's place in its run; a retry is a call of its own.
  number integer NOT NULL,
  engine text NOT NULL,
  model text NOT NULL,
  batch boolean NOT NULL,
  -- `lost`: its process died before it said how it ended; it is booked as if it had cost all that it could.
  status text NOT NULL CHECK (status IN ('reserved', 'answered', 'failed', 'cut', 'lost')),
  -- The UTC day whose budget it counts against.
  day date NOT NULL,
  worst_case_usd numeric(20, 10) NOT NULL CHECK (worst_case_usd >= 0),
  -- Exact: one call may cost less than a millionth.
  cost_usd numeric(20, 10) NOT NULL DEFAULT 0,
  -- What the cache's reads would have cost more as input.
  cache_saved_usd numeric(20, 10) NOT NULL DEFAULT 0,
  input_tokens bigint NOT NULL DEFAULT 0,
  output_tokens bigint NOT NULL DEFAULT 0,
  cache_read_tokens bigint NOT NULL DEFAULT 0,
  cache_write_tokens bigint NOT NULL DEFAULT 0,
  -- Reckoned by us: the line was cut before the API told its numbers.
  estimated boolean NOT NULL DEFAULT false,
  duration_ms integer,
  -- The process that makes it, and until when it is believed alive without a sign.
  held_by text NOT NULL,
  lease_until timestamptz NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz
);
CREATE INDEX model_calls_day ON model_calls (organization_id, day);
CREATE INDEX model_calls_execution ON model_calls (execution_id);
CREATE INDEX model_calls_lead ON model_calls (lead_id, day) WHERE lead_id IS NOT NULL;
CREATE INDEX model_calls_open ON model_calls (lease_until) WHERE status = 'reserved';

-- What a budget holds back and has spent: of a run, a UTC day, a lead, a customer. One UPDATE that looks at both decides whether
-- another call fits, so two processes cannot spend the same dollar.
CREATE TABLE budget_counters (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  scope text NOT NULL CHECK (scope IN ('day', 'customer', 'lead', 'run')),
  -- The day (2026-11-30), or the id.
  key text NOT NULL,
  reserved_usd numeric(20, 10) NOT NULL DEFAULT 0 CHECK (reserved_usd >= 0),
  spent_usd numeric(20, 10) NOT NULL DEFAULT 0,
  -- What a person has allowed on top of the limit.
  allowed_usd numeric(20, 10) NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, scope, key)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['model_calls', 'budget_counters']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO insa_app', t);
  END LOOP;
END $$;
-- The sweep finds what dead processes held back; each is then settled as its tenant.
CREATE POLICY sweep ON model_calls TO insa_sweeper USING (true);
GRANT SELECT, UPDATE ON model_calls TO insa_sweeper;
