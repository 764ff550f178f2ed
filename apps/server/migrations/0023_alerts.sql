-- What is wrong, from the first look that saw it to the moment it is over. `pending`: seen, but not for long enough to tell anybody.
CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  rule text NOT NULL CHECK (rule IN ('agent_failure_rate', 'model_cost', 'database_pool', 'mcp_server')),
  subject text NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'firing', 'resolved')),
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  fired_at timestamptz,
  resolved_at timestamptz,
  -- When the webhook is to be told next; null when there is nothing to tell.
  webhook_due_at timestamptz,
  webhook_attempts integer NOT NULL DEFAULT 0
);
-- One at a time of a rule and subject, whichever process sees it.
CREATE UNIQUE INDEX alerts_open ON alerts (organization_id, rule, subject) WHERE status <> 'resolved';
CREATE INDEX alerts_newest ON alerts (organization_id, id DESC) WHERE status <> 'pending';
CREATE INDEX alerts_webhook_due ON alerts (organization_id, webhook_due_at) WHERE webhook_due_at IS NOT NULL;

CREATE TABLE alert_silences (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  rule text NOT NULL,
  subject text NOT NULL,
  silenced_until timestamptz NOT NULL,
  silenced_by text NOT NULL,
  reason text,
  PRIMARY KEY (organization_id, rule, subject)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alerts', 'alert_silences']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO insa_app', t);
  END LOOP;
END $$;

-- The share of runs that fail is looked at every few seconds.
CREATE INDEX agent_executions_ended ON agent_executions (organization_id, finished_at) WHERE status IN ('succeeded', 'failed');
