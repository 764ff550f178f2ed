-- Search finds "Müller" by "muller" and by "MÜLLER", whatever the locale of the database: under "C" lower() knows ASCII only,
-- so marks are taken off first.

CREATE FUNCTION fold_text(original text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$ SELECT lower(regexp_replace(normalize(original, NFKD), '[\u0300-\u036f]', '', 'g')) $$;

DROP INDEX leads_search_text;
ALTER TABLE leads DROP COLUMN search_text;
ALTER TABLE leads ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (
  fold_text(coalesce(company_name, '') || ' ' || coalesce(lead_name, '') || ' ' || coalesce(email_id, '') || ' ' ||
    coalesce(city, '') || ' ' || coalesce(country, '') || ' ' || coalesce(industry, '') || ' ' ||
    coalesce(left(message, 2000), ''))
) STORED;
CREATE INDEX leads_search_text ON leads USING gin (search_text gin_trgm_ops);

CREATE OR REPLACE FUNCTION search_lead_ids(pattern text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT id FROM leads WHERE organization_id = current_organization_id() AND search_text LIKE fold_text(pattern) $$;
