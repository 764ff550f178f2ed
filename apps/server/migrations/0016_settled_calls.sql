-- A call whose fate is unknown is looked after by a person, who says whether it happened. `undone`: it did not, and its run goes
-- on, which may do it, once.
ALTER TABLE tool_calls
  -- What the API calls it by; rows of the release before have one that was made here.
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN settled_verdict text CHECK (settled_verdict IN ('happened', 'did_not_happen')),
  ADD COLUMN settled_by text,
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN settled_reason text;
ALTER TABLE tool_calls DROP CONSTRAINT tool_calls_status_check;
ALTER TABLE tool_calls ADD CONSTRAINT tool_calls_status_check
  CHECK (status IN ('running', 'succeeded', 'failed', 'unknown', 'undone'));
CREATE UNIQUE INDEX tool_calls_id ON tool_calls (id);
CREATE INDEX tool_calls_unknown ON tool_calls (organization_id, id DESC) WHERE status = 'unknown';
