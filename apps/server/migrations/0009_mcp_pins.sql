-- What an MCP server's tools were when an organization first saw or last approved them. A server that lists anything else is
-- quarantined for that organization until an administrator has looked.
CREATE TABLE mcp_pins (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  server text NOT NULL,
  -- The whole set: names, descriptions, input schemas, effects.
  definitions jsonb NOT NULL,
  -- SHA-256 of the set in canonical JSON.
  hash text NOT NULL,
  pinned_by text NOT NULL,
  pinned_at timestamptz NOT NULL DEFAULT now(),
  -- Whether a person has looked at this set; false: it is what was there at first sight.
  reviewed boolean NOT NULL,
  -- The set that was last found instead, so that each is reported once.
  strange_hash text,
  PRIMARY KEY (organization_id, server)
);
ALTER TABLE mcp_pins ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mcp_pins TO insa_app USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp_pins TO insa_app;
