-- A key acts for the person who made it: nobody approves what they began themselves, by whatever key.
ALTER TABLE api_keys ADD COLUMN person_id uuid REFERENCES users ON DELETE SET NULL;
UPDATE api_keys k SET person_id = u.id FROM users u WHERE k.created_by = 'user:' || u.email;

ALTER TABLE agent_executions
  -- The run that fed it: whose replay it is, or whose child.
  ADD COLUMN fed_by uuid REFERENCES agent_executions ON DELETE SET NULL,
  -- What brought words from outside into it first; null while it is clean.
  ADD COLUMN tainted_by text,
  -- The people (or keys of nobody) on whose account it runs, those of the run that fed it included.
  ADD COLUMN initiators uuid[] NOT NULL DEFAULT '{}',
  -- The lead it may touch. No reference: it stays bound to a lead that is gone.
  ADD COLUMN bound_lead_id uuid;
UPDATE agent_executions SET bound_lead_id = lead_id WHERE lead_id IS NOT NULL;

ALTER TABLE execution_steps DROP CONSTRAINT execution_steps_status_check;
ALTER TABLE execution_steps ADD CONSTRAINT execution_steps_status_check
  CHECK (status IN ('running', 'waiting_approval', 'succeeded', 'failed', 'unknown'));

CREATE TABLE approvals (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  execution_id uuid NOT NULL REFERENCES agent_executions ON DELETE CASCADE,
  -- The step that asks, and which of its equal calls it is.
  seq integer NOT NULL,
  nth integer NOT NULL,
  agent_type text NOT NULL,
  lead_id uuid,
  tool text NOT NULL,
  effect text NOT NULL CHECK (effect IN ('read', 'write', 'egress', 'destructive')),
  caller text NOT NULL CHECK (caller IN ('model', 'code')),
  subject jsonb NOT NULL,
  -- What the agent asked for, and what a person made of it. The hashes are over tool, arguments and subject.
  requested_arguments jsonb NOT NULL,
  requested_hash text NOT NULL,
  arguments jsonb NOT NULL,
  effect_hash text NOT NULL,
  -- What the person was shown.
  changes jsonb NOT NULL,
  reasons jsonb NOT NULL,
  -- The least role that may decide.
  approver text NOT NULL CHECK (approver IN ('manager', 'administrator')),
  initiators uuid[] NOT NULL,
  requested_by text NOT NULL,
  status text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'withdrawn', 'void')),
  decided_by text,
  decided_by_person uuid,
  decided_at timestamptz,
  reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  escalate_at timestamptz NOT NULL,
  escalated_at timestamptz,
  expires_at timestamptz NOT NULL
);
-- One question, one answer; one that is void may be asked anew.
CREATE UNIQUE INDEX approvals_call ON approvals (execution_id, seq, requested_hash, nth) WHERE status <> 'void';
CREATE INDEX approvals_status ON approvals (organization_id, status, id DESC);
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE status = 'pending';

-- Calls whose repetition would do harm, and all of a model's: begun before the effect, ended after it, so that a death
-- between shows. A step that goes on after a wait finds its earlier calls here.
CREATE TABLE tool_calls (
  execution_id uuid NOT NULL REFERENCES agent_executions ON DELETE CASCADE,
  seq integer NOT NULL,
  requested_hash text NOT NULL,
  nth integer NOT NULL,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  tool text NOT NULL,
  caller text NOT NULL CHECK (caller IN ('model', 'code')),
  -- As it was done: where a person changed them, not as it was asked.
  arguments jsonb NOT NULL,
  requested_arguments jsonb NOT NULL,
  approval_id uuid REFERENCES approvals ON DELETE SET NULL,
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'unknown')),
  output jsonb,
  error text,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (execution_id, seq, requested_hash, nth)
);
CREATE INDEX tool_calls_approval ON tool_calls (approval_id) WHERE approval_id IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['approvals', 'tool_calls']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO insa_app', t);
  END LOOP;
  -- The sweep finds what is due, and acts as the tenant.
  CREATE POLICY sweep ON approvals FOR SELECT TO insa_sweeper USING (true);
  GRANT SELECT ON approvals TO insa_sweeper;
END $$;
