-- The built-in CRM: customers with contacts and addresses, opportunities with the stages that they went through, projects,
-- activities. Names and statuses are ERPNext's; erpnext_name is filled by the exchange with it.

CREATE TABLE customers (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  customer_name text NOT NULL,
  customer_type text NOT NULL DEFAULT 'Company' CHECK (customer_type IN ('Company', 'Individual', 'Partnership')),
  customer_group text,
  territory text,
  industry text,
  market_segment text,
  website text,
  tax_id text,
  default_currency text,
  email_id text,
  mobile_no text,
  account_manager text,
  customer_details text,
  disabled boolean NOT NULL DEFAULT false,
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  opportunity_id uuid,
  -- A duplicate stays as the trail to where all it had has gone.
  merged_into uuid REFERENCES customers ON DELETE CASCADE,
  merged_at timestamptz(3),
  merged_by text,
  erased_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  -- milliseconds, as JavaScript's Date: a cursor must name the row exactly
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(customer_name || ' ' || coalesce(email_id, '') || ' ' || coalesce(mobile_no, '') || ' ' ||
      coalesce(website, '') || ' ' || coalesce(territory, '') || ' ' || coalesce(industry, '') || ' ' ||
      coalesce(tax_id, ''))
  ) STORED,
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX customers_customer_name ON customers (organization_id, (lower(coalesce(customer_name, ''))), id);
CREATE INDEX customers_created_at ON customers (organization_id, created_at DESC, id DESC);
CREATE INDEX customers_updated_at ON customers (organization_id, updated_at DESC, id DESC);
CREATE INDEX customers_email_id ON customers (organization_id, (lower(email_id)));
CREATE INDEX customers_tax_id ON customers (organization_id, (lower(tax_id)));
CREATE INDEX customers_lead_id ON customers (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX customers_merged_into ON customers (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customers_name_trgm ON customers USING gin ((lower(customer_name)) gin_trgm_ops);
CREATE INDEX customers_search_text ON customers USING gin (search_text gin_trgm_ops);

-- Which customer a lead became (ERPNext: Lead.customer); several leads may have become one.
ALTER TABLE leads ADD COLUMN customer_id uuid REFERENCES customers ON DELETE SET NULL;
CREATE INDEX leads_customer_id ON leads (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  first_name text NOT NULL,
  last_name text,
  full_name text NOT NULL GENERATED ALWAYS AS (first_name || coalesce(' ' || last_name, '')) STORED,
  company_name text,
  designation text,
  email_id text,
  phone text,
  mobile_no text,
  status text NOT NULL DEFAULT 'Passive' CHECK (status IN ('Passive', 'Open', 'Replied')),
  is_primary_contact boolean NOT NULL DEFAULT false,
  customer_id uuid REFERENCES customers ON DELETE CASCADE,
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(first_name || ' ' || coalesce(last_name, '') || ' ' || coalesce(company_name, '') || ' ' ||
      coalesce(email_id, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(mobile_no, '') || ' ' ||
      coalesce(designation, ''))
  ) STORED,
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX contacts_full_name ON contacts
  (organization_id, (lower(coalesce(first_name || coalesce(' ' || last_name, ''), ''))), id);
CREATE INDEX contacts_created_at ON contacts (organization_id, created_at DESC, id DESC);
CREATE INDEX contacts_customer_id ON contacts (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX contacts_lead_id ON contacts (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX contacts_search_text ON contacts USING gin (search_text gin_trgm_ops);

CREATE TABLE addresses (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  address_title text,
  address_type text NOT NULL DEFAULT 'Billing',
  address_line1 text NOT NULL,
  address_line2 text,
  city text NOT NULL,
  state text,
  pincode text,
  country text NOT NULL,
  email_id text,
  phone text,
  is_primary_address boolean NOT NULL DEFAULT false,
  is_shipping_address boolean NOT NULL DEFAULT false,
  customer_id uuid REFERENCES customers ON DELETE CASCADE,
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(coalesce(address_title, '') || ' ' || address_line1 || ' ' || coalesce(address_line2, '') || ' ' || city ||
      ' ' || coalesce(pincode, '') || ' ' || country)
  ) STORED,
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX addresses_city ON addresses (organization_id, (lower(coalesce(city, ''))), id);
CREATE INDEX addresses_created_at ON addresses (organization_id, created_at DESC, id DESC);
CREATE INDEX addresses_customer_id ON addresses (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX addresses_lead_id ON addresses (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX addresses_search_text ON addresses USING gin (search_text gin_trgm_ops);

CREATE TABLE opportunities (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  title text NOT NULL,
  opportunity_from text NOT NULL CHECK (opportunity_from IN ('Lead', 'Customer')),
  lead_id uuid REFERENCES leads ON DELETE SET NULL,
  customer_id uuid REFERENCES customers,
  -- What the party is called, for lists and search; follows the party (triggers below).
  customer_name text NOT NULL,
  contact_id uuid REFERENCES contacts ON DELETE SET NULL,
  status text NOT NULL DEFAULT 'Open'
    CHECK (status IN ('Open', 'Quotation', 'Replied', 'Converted', 'Lost', 'Closed')),
  sales_stage text NOT NULL,
  probability integer NOT NULL CHECK (probability BETWEEN 0 AND 100),
  probability_is_own boolean NOT NULL DEFAULT false,
  opportunity_amount numeric(15, 2),
  currency text NOT NULL,
  transaction_date date NOT NULL,
  expected_closing date,
  opportunity_owner text,
  opportunity_type text,
  source text,
  won_reason text,
  lost_reasons text[] NOT NULL DEFAULT '{}',
  order_lost_reason text,
  competitors text[] NOT NULL DEFAULT '{}',
  -- Made by converting the lead: there is one such of a lead until it is lost.
  is_conversion boolean NOT NULL DEFAULT false,
  stage_since timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(title || ' ' || customer_name || ' ' || coalesce(opportunity_owner, '') || ' ' || coalesce(source, ''))
  ) STORED,
  UNIQUE (organization_id, erpnext_name)
);
CREATE UNIQUE INDEX opportunities_conversion ON opportunities (lead_id) WHERE is_conversion AND status <> 'Lost';
CREATE INDEX opportunities_created_at ON opportunities (organization_id, created_at DESC, id DESC);
CREATE INDEX opportunities_updated_at ON opportunities (organization_id, updated_at DESC, id DESC);
CREATE INDEX opportunities_title ON opportunities (organization_id, (lower(coalesce(title, ''))), id);
CREATE INDEX opportunities_amount ON opportunities (organization_id, (coalesce(opportunity_amount, -1)) DESC, id DESC);
CREATE INDEX opportunities_closing ON opportunities
  (organization_id, (coalesce(expected_closing, '9999-12-31'::date)), id);
CREATE INDEX opportunities_stage ON opportunities (organization_id, status, sales_stage);
CREATE INDEX opportunities_closed_at ON opportunities (organization_id, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_lead_id ON opportunities (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX opportunities_customer_id ON opportunities (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX opportunities_search_text ON opportunities USING gin (search_text gin_trgm_ops);

CREATE TABLE opportunity_stage_changes (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  opportunity_id uuid NOT NULL REFERENCES opportunities ON DELETE CASCADE,
  from_stage text,
  to_stage text NOT NULL,
  from_status text,
  to_status text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  -- How long it had stood in from_stage.
  seconds_in_stage bigint
);
CREATE INDEX opportunity_stage_changes_opportunity ON opportunity_stage_changes (opportunity_id, changed_at DESC);

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  project_name text NOT NULL,
  status text NOT NULL DEFAULT 'Open' CHECK (status IN ('Open', 'Completed', 'Cancelled')),
  project_type text,
  priority text NOT NULL DEFAULT 'Medium' CHECK (priority IN ('Low', 'Medium', 'High')),
  percent_complete integer NOT NULL DEFAULT 0 CHECK (percent_complete BETWEEN 0 AND 100),
  expected_start_date date,
  expected_end_date date,
  department text,
  estimated_costing numeric(15, 2),
  currency text NOT NULL,
  notes text,
  customer_id uuid REFERENCES customers,
  customer_name text,
  opportunity_id uuid REFERENCES opportunities ON DELETE SET NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(project_name || ' ' || coalesce(customer_name, '') || ' ' || coalesce(project_type, '') || ' ' ||
      coalesce(department, '') || ' ' || left(coalesce(notes, ''), 2000))
  ) STORED,
  UNIQUE (organization_id, erpnext_name)
);
CREATE INDEX projects_created_at ON projects (organization_id, created_at DESC, id DESC);
CREATE INDEX projects_updated_at ON projects (organization_id, updated_at DESC, id DESC);
CREATE INDEX projects_project_name ON projects (organization_id, (lower(coalesce(project_name, ''))), id);
CREATE INDEX projects_end_date ON projects (organization_id, (coalesce(expected_end_date, '9999-12-31'::date)), id);
CREATE INDEX projects_status ON projects (organization_id, status);
CREATE INDEX projects_customer_id ON projects (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX projects_opportunity_id ON projects (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX projects_search_text ON projects USING gin (search_text gin_trgm_ops);

CREATE TABLE activities (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  erpnext_name text,
  activity_type text NOT NULL
    CHECK (activity_type IN ('Note', 'Call', 'Email', 'Meeting', 'Visit', 'Task', 'Event')),
  subject text,
  content text,
  status text CHECK (status IN ('Open', 'Closed', 'Cancelled')),
  priority text CHECK (priority IN ('Low', 'Medium', 'High')),
  date date,
  starts_on timestamptz(3),
  ends_on timestamptz(3),
  allocated_to text,
  communication_date timestamptz(3),
  sent_or_received text CHECK (sent_or_received IN ('Sent', 'Received')),
  lead_id uuid REFERENCES leads ON DELETE CASCADE,
  customer_id uuid REFERENCES customers ON DELETE CASCADE,
  opportunity_id uuid REFERENCES opportunities ON DELETE CASCADE,
  project_id uuid REFERENCES projects ON DELETE CASCADE,
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(coalesce(subject, '') || ' ' || left(coalesce(content, ''), 2000))
  ) STORED,
  UNIQUE (organization_id, activity_type, erpnext_name),
  CHECK (num_nonnulls(lead_id, customer_id, opportunity_id, project_id) = 1),
  CHECK (coalesce(subject, content) IS NOT NULL)
);
CREATE INDEX activities_created_at ON activities (organization_id, created_at DESC, id DESC);
CREATE INDEX activities_date ON activities (organization_id, (coalesce(date, '9999-12-31'::date)), id);
CREATE INDEX activities_to_do ON activities (organization_id, allocated_to, date) WHERE status = 'Open';
CREATE INDEX activities_lead_id ON activities (lead_id, created_at DESC) WHERE lead_id IS NOT NULL;
CREATE INDEX activities_customer_id ON activities (customer_id, created_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX activities_opportunity_id ON activities (opportunity_id, created_at DESC) WHERE opportunity_id IS NOT NULL;
CREATE INDEX activities_project_id ON activities (project_id, created_at DESC) WHERE project_id IS NOT NULL;
CREATE INDEX activities_search_text ON activities USING gin (search_text gin_trgm_ops);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers', 'contacts', 'addresses', 'opportunities', 'opportunity_stage_changes', 'projects',
    'activities']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO insa_app', t);
  END LOOP;
END $$;

-- Lists show the party's name as it is now.
CREATE FUNCTION follow_customer_name() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE opportunities SET customer_name = NEW.customer_name WHERE customer_id = NEW.id;
  UPDATE projects SET customer_name = NEW.customer_name WHERE customer_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER follow_name AFTER UPDATE OF customer_name ON customers FOR EACH ROW
  WHEN (OLD.customer_name IS DISTINCT FROM NEW.customer_name) EXECUTE FUNCTION follow_customer_name();

CREATE FUNCTION follow_lead_name() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE opportunities SET customer_name = coalesce(NEW.company_name, NEW.lead_name, NEW.email_id)
    WHERE lead_id = NEW.id AND customer_id IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER follow_name AFTER UPDATE OF company_name, lead_name, email_id ON leads FOR EACH ROW
  WHEN (coalesce(OLD.company_name, OLD.lead_name, OLD.email_id)
    IS DISTINCT FROM coalesce(NEW.company_name, NEW.lead_name, NEW.email_id)) EXECUTE FUNCTION follow_lead_name();

-- As search_lead_ids, for the other tables that are searched: under a policy LIKE may not use the trigram index, so it runs
-- as the owner, bound to the transaction's tenant.
CREATE FUNCTION search_record_ids(table_name text, patterns text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 500 SET search_path = public, pg_temp
AS $$
BEGIN
  IF table_name NOT IN ('customers', 'contacts', 'addresses', 'opportunities', 'projects', 'activities') THEN
    RAISE EXCEPTION 'Table % is not searched.', table_name;
  END IF;
  RETURN QUERY EXECUTE (
    SELECT format('SELECT id FROM %I WHERE organization_id = $1', table_name)
      || coalesce(string_agg(format(' AND search_text LIKE %L', fold_text(pattern)), ''), '') || ' LIMIT $2'
    FROM unnest(patterns) AS pattern
  ) USING current_organization_id(), most;
END $$;

-- Customers that share a tax number or an e-mail address with this one, or whose name is spelled like its, most alike first.
CREATE FUNCTION similar_customer_ids(self uuid) RETURNS TABLE (id uuid, similarity real)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  most CONSTANT integer := 20;
  alike CONSTANT double precision := 0.5;
  us customers%ROWTYPE;
BEGIN
  SELECT * INTO us FROM customers c WHERE c.id = self AND c.organization_id = current_organization_id();
  IF NOT FOUND THEN RETURN; END IF;
  -- What % means until the end of this transaction.
  PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
  RETURN QUERY SELECT f.id, max(f.similarity) FROM (
    SELECT c.id, similarity(lower(c.customer_name), lower(us.customer_name)) AS similarity FROM customers c
      WHERE c.organization_id = us.organization_id AND c.merged_into IS NULL
        AND lower(c.customer_name) % lower(us.customer_name)
    UNION ALL
    SELECT c.id, 0::real FROM customers c
      WHERE c.organization_id = us.organization_id AND c.merged_into IS NULL AND lower(c.tax_id) = lower(us.tax_id)
    UNION ALL
    SELECT c.id, 0::real FROM customers c
      WHERE c.organization_id = us.organization_id AND c.merged_into IS NULL AND lower(c.email_id) = lower(us.email_id)
  ) f WHERE f.id <> self GROUP BY f.id ORDER BY 2 DESC LIMIT most;
END $$;
REVOKE ALL ON FUNCTION search_record_ids(text, text[], integer), similar_customer_ids(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_record_ids(text, text[], integer), similar_customer_ids(uuid) TO insa_app;
