-- The newest `creation` that the site had when the exchange with it began, as it writes it: leads that were made later are arrivals,
-- whether or not the site was read in.
ALTER TABLE erpnext_sync ADD COLUMN arrivals_after text;
