-- What the second opinion rests on: its score follows the weights as the lead's own does. Null where there is none, and for
-- scores from before it was kept, whose second opinion stays as it was computed.
ALTER TABLE lead_scores ADD COLUMN second_judgement jsonb;
