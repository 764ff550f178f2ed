-- Questions to a model that nobody waits for, asked together at half price. An execution that waits for its answer is a row.
CREATE TABLE message_batches (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  -- `sending` is written before anything is sent: whoever finds it later knows that it may have been. `lost`: nobody found it again.
  status text NOT NULL DEFAULT 'sending' CHECK (status IN ('sending', 'sent', 'ended', 'refused', 'lost')),
  -- What the API calls it.
  remote_id text UNIQUE,
  requests integer NOT NULL,
  -- What a person should know of it.
  note text,
  sending_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX message_batches_open ON message_batches (sending_at) WHERE status IN ('sending', 'sent');

CREATE TABLE message_batch_requests (
  -- Its custom_id.
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  execution_id uuid NOT NULL UNIQUE REFERENCES agent_executions ON DELETE CASCADE,
  message_batch_id uuid REFERENCES message_batches ON DELETE SET NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'asked', 'answered')),
  -- Which time it is asked.
  tries integer NOT NULL,
  -- What is asked; gone once it is answered.
  params jsonb,
  -- What was held back for it (model_calls).
  permit text NOT NULL,
  -- As the API gives it.
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX message_batch_requests_waiting ON message_batch_requests (organization_id, created_at) WHERE status = 'waiting';
CREATE INDEX message_batch_requests_batch ON message_batch_requests (message_batch_id) WHERE message_batch_id IS NOT NULL;

ALTER TABLE message_batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_batches TO insa_app USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
CREATE POLICY sweep ON message_batches FOR SELECT TO insa_sweeper USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_batches TO insa_app;
GRANT SELECT ON message_batches TO insa_sweeper;
ALTER TABLE message_batch_requests ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_batch_requests TO insa_app USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
CREATE POLICY sweep ON message_batch_requests FOR SELECT TO insa_sweeper USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_batch_requests TO insa_app;
GRANT SELECT ON message_batch_requests TO insa_sweeper;
