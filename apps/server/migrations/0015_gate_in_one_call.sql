-- What stands between a call and its tool, read at every call: a function, so that its plan is made once a session (a third
-- of the time of the plain statement on the embedded database). It sees what its caller sees.
CREATE FUNCTION read_gate(agent text, execution uuid, step integer, server_name text) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN jsonb_build_object(
    -- '*' is the switch of all agents
    'paused', EXISTS (SELECT FROM agent_switches WHERE agent_type IN (agent, '*') AND NOT enabled),
    'policy', (SELECT value FROM settings WHERE name = 'tool_policy'),
    'rules', (SELECT value FROM settings WHERE name = 'approval_rules'),
    'pin', (SELECT jsonb_build_object('hash', hash, 'reviewed', reviewed) FROM mcp_pins WHERE server = server_name),
    'asked', EXISTS (SELECT FROM approvals WHERE execution_id = execution AND seq = step),
    -- what a model of this run asked for and did not get
    'turned_down', (SELECT count(*) FROM approvals
      WHERE execution_id = execution AND caller = 'model' AND status IN ('rejected', 'expired'))
  );
END
$$;
REVOKE ALL ON FUNCTION read_gate(text, uuid, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read_gate(text, uuid, integer, text) TO insa_app;

CREATE INDEX approvals_step ON approvals (execution_id, seq);
