-- The exchange with ERPNext: where it stands, which lead of ours is which of theirs, what waits, what webhooks hinted at, and
-- where both sides changed the same.

-- One row an organization: the claim of the one process that works on it, and how far it has read.
CREATE TABLE erpnext_sync (
  organization_id uuid PRIMARY KEY DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  site_url text NOT NULL,
  claimed_by text,
  lease_until timestamptz,
  -- The newest `modified` that was read: the site's own text, in its own time zone.
  cursor_modified text,
  polled_at timestamptz(3),
  -- When all names were last compared: finds what was removed, renamed, or changed while the site's clock was wrong.
  compared_at timestamptz(3),
  asked_at timestamptz(3),
  -- The site does not serve us: how often in a row, since when, until when it is left alone, and why.
  failures integer NOT NULL DEFAULT 0,
  away_since timestamptz(3),
  retry_at timestamptz(3),
  problem jsonb,
  backfill jsonb
);

-- A lead of ours and what it is in ERPNext. It outlives our lead, so that a lead removed here does not come back by itself.
CREATE TABLE erpnext_leads (
  lead_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  -- Theirs, as they write it. `creation` stays when a lead is renamed.
  modified text,
  creation text,
  -- What both sides last had in common, by our names of fields: whoever differs from it has changed.
  base jsonb NOT NULL DEFAULT '{}',
  -- The judgement that ERPNext has.
  score_sent text,
  -- Changes of ours, counted by the triggers below, and how many of them ERPNext has.
  changes bigint NOT NULL DEFAULT 0,
  sent bigint NOT NULL DEFAULT 0,
  changed_at timestamptz(3),
  -- At once, until ERPNext has refused it.
  due_at timestamptz(3) NOT NULL DEFAULT 'epoch',
  attempts integer NOT NULL DEFAULT 0,
  -- failed: ERPNext refuses it, a person has to look; gone: removed there; removed: removed here.
  status text NOT NULL DEFAULT 'ok' CHECK (status IN ('ok', 'failed', 'gone', 'removed')),
  problem jsonb,
  -- It arrived and is to be qualified, with this priority.
  qualify_priority integer,
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX erpnext_leads_waiting ON erpnext_leads (organization_id, due_at) WHERE changes > sent AND status = 'ok';
CREATE INDEX erpnext_leads_to_qualify ON erpnext_leads (organization_id, qualify_priority DESC)
  WHERE qualify_priority IS NOT NULL;
CREATE INDEX erpnext_leads_failed ON erpnext_leads (organization_id, changed_at) WHERE status = 'failed';
CREATE INDEX erpnext_leads_creation ON erpnext_leads (organization_id, creation);

-- What a webhook told of: only that there is something to look at.
CREATE TABLE erpnext_hints (
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  doctype text NOT NULL,
  erpnext_name text NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, doctype, erpnext_name)
);

-- Both sides changed the same field, or ERPNext removed a lead that we have.
CREATE TABLE erpnext_conflicts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
  erpnext_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('field', 'removed')),
  field text NOT NULL DEFAULT '',
  ours jsonb,
  theirs jsonb,
  -- open: waits for a person; settled: a rule decided; resolved: a person did.
  status text NOT NULL CHECK (status IN ('open', 'settled', 'resolved')),
  taken text CHECK (taken IN ('ours', 'theirs')),
  found_at timestamptz(3) NOT NULL DEFAULT now(),
  resolved_at timestamptz(3),
  resolved_by text
);
CREATE UNIQUE INDEX erpnext_conflicts_open ON erpnext_conflicts (lead_id, kind, field) WHERE status = 'open';
CREATE INDEX erpnext_conflicts_list ON erpnext_conflicts (organization_id, id DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['erpnext_sync', 'erpnext_leads', 'erpnext_hints', 'erpnext_conflicts']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO insa_app', t);
  END LOOP;
END $$;

-- Whoever changes a lead or its score, by whatever way: ERPNext is to hear of it, and it is noted in the same transaction. What
-- the exchange itself writes says so and is not noted.
CREATE FUNCTION note_lead_for_erpnext(changed uuid, is_new boolean) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_setting('app.from_erpnext', true) = 'on' THEN RETURN; END IF;
  -- Leads from before ERPNext was connected are not sent by themselves.
  IF is_new THEN
    INSERT INTO erpnext_leads (lead_id, changes, changed_at) SELECT changed, 1, now() WHERE EXISTS (SELECT FROM erpnext_sync);
    RETURN;
  END IF;
  UPDATE erpnext_leads SET
    changed_at = CASE WHEN changes > sent THEN changed_at ELSE now() END,
    changes = changes + 1, due_at = 'epoch', attempts = 0,
    status = CASE WHEN status = 'failed' THEN 'ok' ELSE status END
  WHERE lead_id = changed;
END $$;

CREATE FUNCTION note_lead_row_for_erpnext() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM note_lead_for_erpnext(NEW.id, TG_OP = 'INSERT');
  RETURN NULL;
END $$;
CREATE TRIGGER note_new_for_erpnext AFTER INSERT ON leads FOR EACH ROW EXECUTE FUNCTION note_lead_row_for_erpnext();
CREATE TRIGGER note_change_for_erpnext AFTER UPDATE OF lead_name, company_name, job_title, email_id, phone, website, city,
  country, industry, no_of_employees, annual_revenue, source, message, lead_owner, status, qualification_status ON leads
  FOR EACH ROW EXECUTE FUNCTION note_lead_row_for_erpnext();

CREATE FUNCTION note_score_for_erpnext() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM note_lead_for_erpnext(NEW.lead_id, false);
  RETURN NULL;
END $$;
CREATE TRIGGER note_score_for_erpnext AFTER INSERT OR UPDATE ON lead_scores
  FOR EACH ROW EXECUTE FUNCTION note_score_for_erpnext();

-- What we knew of the person goes with the lead; its name in ERPNext stays, or it would come back with the next look.
CREATE FUNCTION note_removed_for_erpnext() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM erpnext_leads WHERE lead_id = OLD.id AND erpnext_name IS NULL;
  UPDATE erpnext_leads SET status = 'removed', base = '{}', problem = NULL, sent = changes, qualify_priority = NULL
    WHERE lead_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER note_removed_for_erpnext AFTER DELETE ON leads FOR EACH ROW EXECUTE FUNCTION note_removed_for_erpnext();
