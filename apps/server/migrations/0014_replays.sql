-- A replay: a finished execution run again from its journal, on another engine, model or prompt, touching nothing. Its column
-- says of what: { of, engine, model, prompt }. Not a reference, which a deletion would empty: the replay would run for real.
ALTER TABLE agent_executions ADD COLUMN replay jsonb;
CREATE INDEX agent_executions_replay ON agent_executions ((replay->>'of'), id DESC) WHERE replay IS NOT NULL;

-- Answered from the record, or not done at all.
ALTER TABLE execution_steps DROP CONSTRAINT execution_steps_status_check;
ALTER TABLE execution_steps ADD CONSTRAINT execution_steps_status_check
  CHECK (status IN ('running', 'waiting_approval', 'succeeded', 'failed', 'unknown', 'replayed'));

-- The overview's answer times are those of leads, not of replays.
CREATE INDEX agent_executions_real_answers ON agent_executions (organization_id, agent_type, created_at) INCLUDE (finished_at)
  WHERE status = 'succeeded' AND replay IS NULL;
DROP INDEX agent_executions_answers;
