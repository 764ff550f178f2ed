-- What the other engine says beside the one whose judgement holds, and whether a person should look before believing either.
ALTER TABLE lead_scores ADD COLUMN second_opinion jsonb;
ALTER TABLE lead_scores ADD COLUMN needs_review boolean NOT NULL DEFAULT false;
-- Few at any time; a person's correction settles it.
CREATE INDEX lead_scores_needs_review ON lead_scores (organization_id) WHERE needs_review AND override IS NULL;
