-- The audit trail behind its writers: who added an entry has long gone on when it is numbered, chained to the one before it
-- and, from time to time, signed for. A change, a removal, an insertion or another order shows afterwards.

-- Reads entries and adds to the chain; changes and deletes neither.
DO $$
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'insa_sealer') THEN CREATE ROLE insa_sealer NOLOGIN; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT pg_has_role(current_user, 'insa_sealer', 'SET') THEN
    EXECUTE format('GRANT insa_sealer TO %I', current_user);
  END IF;
END $$;

-- What is committed and not chained yet. Ids grow in the order of making, not of committing: "all after the last one" would
-- miss what a slow transaction commits later. No reference to the entry: one that was deleted before it was sealed is missed.
CREATE TABLE audit_unsealed (
  entry_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL
);

-- Numbered after the commit, without gaps, from 1 in each organization.
CREATE TABLE audit_chain (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations,
  seq bigint NOT NULL CHECK (seq > 0),
  entry_id uuid NOT NULL UNIQUE,
  -- SHA-256, in hex, over the entry, its place and the hash before it (platform/audit/chain.ts)
  hash text NOT NULL,
  sealed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, seq)
);

-- A signature over the hash at one place holds for all before it.
CREATE TABLE audit_heads (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations,
  seq bigint NOT NULL,
  hash text NOT NULL,
  signed_at timestamptz(3) NOT NULL,
  key_id text NOT NULL,
  -- Ed25519, raw, base64url
  public_key text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (organization_id, seq, key_id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_unsealed', 'audit_chain', 'audit_heads']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('CREATE POLICY seal ON %I TO insa_sealer USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO insa_app, insa_sealer', t);
  END LOOP;
END $$;
CREATE POLICY seal ON audit_entries FOR SELECT TO insa_sealer USING (true);
GRANT SELECT ON audit_entries TO insa_sealer;
GRANT INSERT ON audit_chain, audit_heads TO insa_sealer;
GRANT DELETE ON audit_unsealed TO insa_sealer;

-- Runs as the owner: whoever adds an entry cannot keep it out of the chain.
CREATE FUNCTION await_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO audit_unsealed (entry_id, organization_id) VALUES (NEW.id, NEW.organization_id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION await_seal() FROM PUBLIC;
CREATE TRIGGER await_seal AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION await_seal();

INSERT INTO audit_unsealed (entry_id, organization_id) SELECT id, organization_id FROM audit_entries;
