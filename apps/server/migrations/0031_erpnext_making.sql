-- Since when a lead of ours may have been made in ERPNext without our knowing: written before it is asked for, so that whoever goes on
-- after a crash looks for our id there first.
ALTER TABLE erpnext_leads ADD COLUMN making_since timestamptz(3);
