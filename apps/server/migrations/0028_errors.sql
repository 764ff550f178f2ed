-- Errors that nobody expected, as groups. They are the site's: rows of the organization that the site belongs to, the first.
CREATE TABLE error_groups (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  fingerprint text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'ignored')),
  origin text NOT NULL CHECK (origin IN ('request', 'agent', 'background', 'process', 'browser')),
  type text NOT NULL,
  message text NOT NULL,
  place text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  count bigint NOT NULL,
  versions text[] NOT NULL,
  processes text[] NOT NULL,
  -- The last one that was seen.
  sample jsonb NOT NULL,
  reopened_at timestamptz,
  -- Who resolved or ignored it.
  decided_by text,
  decided_at timestamptz
);
CREATE UNIQUE INDEX error_groups_fingerprint ON error_groups (organization_id, fingerprint);
CREATE INDEX error_groups_last ON error_groups (organization_id, last_seen_at DESC, id DESC);
CREATE INDEX error_groups_most ON error_groups (organization_id, count DESC, id DESC);

CREATE TABLE error_hours (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  group_id uuid NOT NULL REFERENCES error_groups ON DELETE CASCADE,
  hour timestamptz NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (group_id, hour)
);
CREATE INDEX error_hours_oldest ON error_hours (organization_id, hour);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['error_groups', 'error_hours']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO insa_app', t);
  END LOOP;
END $$;
