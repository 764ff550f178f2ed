-- A lead that is removed here while it is on its way to ERPNext is there afterwards, under a name that we have not heard yet: that it was
-- ours stays known, or it would come back with the next look.
CREATE OR REPLACE FUNCTION note_removed_for_erpnext() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE erpnext_leads SET status = 'removed', base = '{}', problem = NULL, sent = changes, qualify_priority = NULL
    WHERE lead_id = OLD.id;
  RETURN NULL;
END $$;
