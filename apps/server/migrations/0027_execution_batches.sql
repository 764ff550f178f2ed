-- Work in bulk that nobody waits for. A batch is a row and its items are executions; whether they may be claimed now is said by the
-- batch's row alone, so pausing one, or the end of its window, touches none of its items.
CREATE TABLE execution_batches (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  agent_type text NOT NULL,
  status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'paused', 'finished', 'cancelled')),
  -- `budget` ends by itself, when the budget allows the next item again.
  paused_for text CHECK (paused_for IN ('person', 'budget')),
  paused_at timestamptz,
  -- Why, for people.
  note text,
  -- An engine may take hours over an item, for less money.
  off_peak boolean NOT NULL DEFAULT false,
  engine text NOT NULL,
  -- What was chosen, as it was asked for; `chosen`: the ids themselves, until every item is in place.
  selection jsonb NOT NULL,
  chosen uuid[],
  estimate jsonb NOT NULL,
  -- Items are put in place in the order of their subjects' ids, up to this one; `placed_at`: all of them are.
  placed_to uuid,
  placed_at timestamptz,
  -- Kept by the watch over batches. `total` is counted at the start, and again when all are in place.
  total integer NOT NULL,
  placed integer NOT NULL DEFAULT 0,
  running integer NOT NULL DEFAULT 0,
  succeeded integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  cancelled integer NOT NULL DEFAULT 0,
  cost_usd numeric(14, 6) NOT NULL DEFAULT 0,
  items_per_second double precision,
  counted_at timestamptz,
  -- The hours that it may work in, by the clock of a place; `days`: ISO weekdays (1 is Monday) on which they begin. Null: any time.
  time_zone text,
  from_time time(0),
  to_time time(0),
  days smallint[],
  -- The stretch of them that is now or comes next. Items are claimed inside it only.
  opens_at timestamptz NOT NULL DEFAULT now(),
  closes_at timestamptz,
  created_by text NOT NULL,
  initiators text[] NOT NULL DEFAULT '{}',
  correlation_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Nothing of it is queued or runs any more.
  finished_at timestamptz,
  CHECK ((status = 'paused') = (paused_for IS NOT NULL)),
  CHECK ((time_zone IS NULL) = (from_time IS NULL) AND (time_zone IS NULL) = (to_time IS NULL) AND
    (time_zone IS NULL) = (days IS NULL) AND (time_zone IS NULL) = (closes_at IS NULL))
);
CREATE INDEX execution_batches_newest ON execution_batches (organization_id, id DESC);
CREATE INDEX execution_batches_open ON execution_batches (id) WHERE finished_at IS NULL;

ALTER TABLE execution_batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON execution_batches TO insa_app USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON execution_batches TO insa_app;
-- Workers ask what may be claimed, the watch what it has to look after.
CREATE POLICY sweep ON execution_batches FOR SELECT TO insa_sweeper USING (true);
GRANT SELECT ON execution_batches TO insa_sweeper;

ALTER TABLE agent_executions ADD COLUMN batch_id uuid REFERENCES execution_batches ON DELETE SET NULL;
-- No item is put in place twice.
CREATE UNIQUE INDEX agent_executions_batch_lead ON agent_executions (batch_id, lead_id) WHERE batch_id IS NOT NULL;
CREATE INDEX agent_executions_batch_status ON agent_executions (batch_id, status) INCLUDE (cost_usd) WHERE batch_id IS NOT NULL;
CREATE INDEX agent_executions_batch_due ON agent_executions (batch_id, due_at, id)
  WHERE status = 'queued' AND batch_id IS NOT NULL;
-- A claim of what is in no batch walks over no batch. agent_executions_due stays for the release before this one.
CREATE INDEX agent_executions_single_due ON agent_executions (queue_priority DESC, due_at, id)
  WHERE status = 'queued' AND batch_id IS NULL;

-- The hours of a window that end after a moment, in their order. They begin and end by the clock of the place: over a change of the
-- clocks a night is an hour shorter or longer, and a time that the clock leaves out is an hour later.
CREATE FUNCTION batch_windows(zone text, from_time time, to_time time, days smallint[], after timestamptz, ahead integer)
RETURNS TABLE (opens_at timestamptz, closes_at timestamptz)
LANGUAGE sql STABLE
AS $$
  SELECT w.opens_at, w.closes_at
  FROM generate_series(-1, ahead) AS n,
    LATERAL (SELECT (after AT TIME ZONE zone)::date + n AS day) d,
    LATERAL (SELECT
      (d.day + from_time) AT TIME ZONE zone AS opens_at,
      (d.day + CASE WHEN to_time <= from_time THEN 1 ELSE 0 END + to_time) AT TIME ZONE zone AS closes_at) w
  WHERE extract(isodow FROM d.day) = ANY (days) AND w.closes_at > after AND w.closes_at > w.opens_at
  ORDER BY w.opens_at
$$;
