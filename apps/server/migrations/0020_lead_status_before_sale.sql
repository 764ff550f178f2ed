-- What a person had set before an opportunity or a customer set the lead's status: it holds again when those are gone.
ALTER TABLE leads ADD COLUMN status_before_sale text;
