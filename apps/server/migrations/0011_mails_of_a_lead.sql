-- What was mailed about a lead, for the alert that is not sent twice, and for the lead that is deleted.
CREATE INDEX outgoing_mails_lead_id ON outgoing_mails (lead_id) WHERE lead_id IS NOT NULL;
