-- What an import brought is needed until it ends: with its end, however it comes, file and staged rows go. In the ending
-- transaction, and as the owner: a sweep that ends what a dead process left may not touch them itself.
CREATE FUNCTION drop_import_leftovers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM lead_import_rows WHERE execution_id = NEW.id;
  DELETE FROM lead_import_files WHERE execution_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_import_leftovers AFTER UPDATE OF status ON agent_executions FOR EACH ROW
  WHEN (NEW.agent_type = 'lead_import' AND NEW.status IN ('failed', 'cancelled'))
  EXECUTE FUNCTION drop_import_leftovers();

-- Of imports that ended before this.
DELETE FROM lead_import_rows r USING agent_executions e WHERE e.id = r.execution_id AND e.status IN ('failed', 'cancelled');
DELETE FROM lead_import_files f USING agent_executions e WHERE e.id = f.execution_id AND e.status IN ('failed', 'cancelled');

-- One statement that changes thousands of leads counts them together, as one that adds or deletes them does. (Row by row,
-- each change made another version of the same few counters.)
CREATE FUNCTION count_changed_leads() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_to_lead_counts(c.organization_id, c.created, c.effective_priority, c.effective_action, c.difference)
  FROM (
    SELECT organization_id, min(created_at) AS created, effective_priority, effective_action, sum(sign)::integer AS difference
    FROM (
      SELECT organization_id, created_at, effective_priority, effective_action, -1 AS sign FROM before
      UNION ALL
      SELECT organization_id, created_at, effective_priority, effective_action, 1 FROM after
    ) moved
    GROUP BY organization_id, (created_at AT TIME ZONE 'UTC')::date, effective_priority, effective_action
    HAVING sum(sign) <> 0
  ) c;
  RETURN NULL;
END $$;
DROP TRIGGER count_changed ON leads;
CREATE TRIGGER count_changed AFTER UPDATE ON leads
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_changed_leads();

