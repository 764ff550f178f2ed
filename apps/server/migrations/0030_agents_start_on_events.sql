-- Agents that start on an event of another's run.

-- Up to which numbered event a reader has got.
CREATE TABLE event_positions (
  reader text PRIMARY KEY,
  seq bigint NOT NULL
);
GRANT SELECT, UPDATE ON event_positions TO insa_sweeper;
-- What was told before there were such agents starts none.
INSERT INTO event_positions (reader, seq) SELECT 'agents', coalesce(max(seq), 0) FROM events;

-- An event starts an agent once, however often it is read.
ALTER TABLE agent_executions ADD COLUMN started_by_event uuid;
CREATE UNIQUE INDEX agent_executions_started_by_event ON agent_executions (started_by_event, agent_type)
  WHERE started_by_event IS NOT NULL;
