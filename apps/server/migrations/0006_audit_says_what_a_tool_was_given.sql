-- What a tool was given and gave, without secrets and cut to a readable length (platform/audit/sanitize.ts), what it cost and
-- how long it took. All of them nullable: the release before this one adds entries without.
ALTER TABLE audit_entries
  ADD COLUMN tool text,
  ADD COLUMN input jsonb,
  ADD COLUMN output jsonb,
  ADD COLUMN tokens jsonb,
  ADD COLUMN cost_usd numeric(14, 6),
  ADD COLUMN duration_ms integer;

-- Somebody looks for one run, one person, one kind of deed or one tool. A common value is soon met on the way down the list;
-- a rare one is found here.
CREATE INDEX audit_entries_execution ON audit_entries (execution_id, id DESC) WHERE execution_id IS NOT NULL;
CREATE INDEX audit_entries_actor ON audit_entries (organization_id, actor, id DESC);
CREATE INDEX audit_entries_action ON audit_entries (organization_id, action, id DESC);
CREATE INDEX audit_entries_tool ON audit_entries (organization_id, tool, id DESC) WHERE tool IS NOT NULL;
