-- Work is taken in turn between organizations, within what each allows of an agent.

-- What an organization allows of an agent ('*': of all of them together), beside its switch. Null: as much as there is room for.
ALTER TABLE agent_switches
  ADD COLUMN max_running integer CHECK (max_running > 0),
  ADD COLUMN max_starts_per_minute integer CHECK (max_starts_per_minute > 0);

-- Whose turn it is. The row of '*' says when an organization was served last; a row of an agent type (or '*') with
-- `starts_from` says from when on its next start is in time, where starts are limited.
CREATE TABLE queue_turns (
  organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  agent_type text NOT NULL,
  served_at timestamptz,
  starts_from timestamptz,
  PRIMARY KEY (organization_id, agent_type)
) WITH (fillfactor = 50);
ALTER TABLE queue_turns ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON queue_turns TO insa_app USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
CREATE POLICY sweep ON queue_turns TO insa_sweeper USING (true);
GRANT SELECT, INSERT, UPDATE ON queue_turns TO insa_sweeper;

-- The head of each organization's queue is found by skipping from one to the next, however long the queues are.
-- agent_executions_due stays for the release before this one.
CREATE INDEX agent_executions_queue ON agent_executions (organization_id, agent_type, queue_priority, due_at, id)
  WHERE status = 'queued' AND batch_id IS NULL;
DROP INDEX agent_executions_single_due;
-- Who runs how much, read at every claim; small, for little runs at once.
CREATE INDEX agent_executions_running ON agent_executions (organization_id, agent_type) WHERE status = 'running';

-- At most `burst` starts more than one at once, then one each `apart` seconds: never more than `a_minute` in any minute.
-- What is not used is saved up a little, because workers look every few seconds.
CREATE FUNCTION start_burst(a_minute integer) RETURNS integer LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN a_minute < 5 THEN 0 ELSE greatest(1, a_minute / 10) END $$;
CREATE FUNCTION start_distance(a_minute integer) RETURNS interval LANGUAGE sql IMMUTABLE
AS $$ SELECT make_interval(secs => 60.0 / (a_minute - start_burst(a_minute))) $$;
CREATE FUNCTION starts_left(a_minute integer, starts_from timestamptz) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT greatest(0, 1 + floor(extract(epoch FROM now() + start_burst(a_minute) * start_distance(a_minute)
  - greatest(coalesce(starts_from, now()), now())) / extract(epoch FROM start_distance(a_minute))))::integer $$;

-- The queues with due work whose agents may start something, each with the places that fall to its organization of so many
-- free ones: as if each place went to whoever then runs least and was served longest ago. Inside an organization the greater
-- priority comes first, then the earlier time. A batch that may work now is a queue, too; its row says whether it may.
CREATE FUNCTION queues_in_turn(places integer, types text[], of_batches boolean)
RETURNS TABLE (of_organization uuid, of_agent text, of_priority integer, of_batch uuid, places_given integer, room integer,
  is_limited boolean)
LANGUAGE plpgsql STABLE
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE singles AS (
    (SELECT e.organization_id, e.agent_type, e.queue_priority, e.due_at FROM agent_executions e
      WHERE e.status = 'queued' AND e.batch_id IS NULL AND NOT of_batches ORDER BY 1, 2, 3, 4 LIMIT 1)
    UNION ALL
    SELECT n.* FROM singles h CROSS JOIN LATERAL (
      SELECT e.organization_id, e.agent_type, e.queue_priority, e.due_at FROM agent_executions e
      WHERE e.status = 'queued' AND e.batch_id IS NULL
        AND (e.organization_id, e.agent_type, e.queue_priority) > (h.organization_id, h.agent_type, h.queue_priority)
      ORDER BY 1, 2, 3, 4 LIMIT 1) n
  ), heads AS (
    SELECT s.*, NULL::uuid AS batch_id FROM singles s
    UNION ALL
    SELECT b.organization_id, b.agent_type, 0, i.due_at, b.id FROM execution_batches b CROSS JOIN LATERAL (
      SELECT e.due_at FROM agent_executions e WHERE e.batch_id = b.id AND e.status = 'queued' ORDER BY e.due_at, e.id LIMIT 1) i
    WHERE of_batches AND b.finished_at IS NULL AND b.status = 'running'
      AND b.opens_at <= now() AND (b.closes_at IS NULL OR b.closes_at > now())
  ), running AS MATERIALIZED (
    SELECT e.organization_id, e.agent_type, count(*)::integer AS runs FROM agent_executions e
    WHERE e.status = 'running' GROUP BY 1, 2
  ), allowed AS MATERIALIZED (
    SELECT s.organization_id, s.agent_type, s.enabled,
      least(s.max_running - coalesce((SELECT sum(r.runs) FROM running r
          WHERE r.organization_id = s.organization_id AND s.agent_type IN (r.agent_type, '*')), 0)::integer,
        CASE WHEN s.max_starts_per_minute IS NOT NULL THEN starts_left(s.max_starts_per_minute, t.starts_from) END) AS room
    FROM agent_switches s LEFT JOIN queue_turns t USING (organization_id, agent_type)
  ), due AS (
    SELECT h.*, least(places, a.room) AS room, a.room IS NOT NULL AS is_limited
    FROM heads h LEFT JOIN allowed a USING (organization_id, agent_type)
    WHERE h.due_at <= now() AND (types IS NULL OR h.agent_type = ANY (types))
      AND a.enabled IS NOT FALSE AND (a.room IS NULL OR a.room > 0)
  ), organizations AS (
    SELECT d.organization_id, least(places, d.room, a.room)::integer AS room, a.room IS NOT NULL AS is_limited,
      coalesce((SELECT sum(r.runs) FROM running r WHERE r.organization_id = d.organization_id), 0) AS runs, t.served_at, d.priority
    FROM (SELECT q.organization_id, sum(q.room) AS room, max(q.priority) AS priority FROM (
        SELECT organization_id, agent_type, room, max(queue_priority) AS priority FROM due GROUP BY 1, 2, 3) q GROUP BY 1) d
      LEFT JOIN allowed a ON a.organization_id = d.organization_id AND a.agent_type = '*'
      LEFT JOIN queue_turns t ON t.organization_id = d.organization_id AND t.agent_type = '*'
    WHERE a.enabled IS NOT FALSE AND (a.room IS NULL OR a.room > 0)
    -- No place falls to more organizations than there are places; one more says that there is more to do.
    ORDER BY runs, t.served_at NULLS FIRST, d.priority DESC, 1 LIMIT places + 1
  ), given AS (
    SELECT p.organization_id, count(*)::integer AS places, min(p.turn) AS turn FROM (
      SELECT o.organization_id, row_number()
        OVER (ORDER BY o.runs + n, o.served_at NULLS FIRST, o.priority DESC, o.organization_id) AS turn
      FROM organizations o CROSS JOIN LATERAL generate_series(1, o.room) n ORDER BY 2 LIMIT places) p
    GROUP BY 1
  )
  SELECT d.organization_id, d.agent_type, d.queue_priority, d.batch_id, coalesce(g.places, 0), d.room, d.is_limited OR o.is_limited
  FROM organizations o JOIN due d USING (organization_id) LEFT JOIN given g USING (organization_id)
  ORDER BY g.turn, o.organization_id, d.queue_priority DESC, d.due_at, d.agent_type;
END
$$;

-- Takes at most so many due executions for a worker: items of batches only where nothing else is due. Many may take at once: what another is taking is skipped. Only where an
-- organization has limits do claims of its work wait for each other, for otherwise two would fill the same place.
-- Plain index scans, for they alone forget what has left an index meanwhile; and no plan that depends on how long the queue
-- was when the session began.
CREATE FUNCTION claim_executions(worker text, most integer, types text[], lease_seconds integer)
RETURNS SETOF agent_executions
LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  q record;
  organization uuid;
  ids uuid[];
  of_batches boolean := false;
  organization_left integer;
  wanted integer;
  taken integer;
  taken_in_round integer;
  limited_taken text[];
  is_more boolean;
  free integer := most;
  served uuid[];
  round_ended_at timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(4672004, l.key) FROM (
    SELECT DISTINCT hashtext(s.organization_id::text) AS key FROM agent_switches s
    WHERE (s.max_running IS NOT NULL OR s.max_starts_per_minute IS NOT NULL)
      AND EXISTS (SELECT FROM agent_executions e WHERE e.organization_id = s.organization_id AND e.status = 'queued')
    ORDER BY 1) l;
  LOOP
    organization := NULL;
    served := '{}';
    taken_in_round := 0;
    is_more := false;
    FOR q IN SELECT * FROM queues_in_turn(free, types, of_batches) LOOP
      IF q.of_organization IS DISTINCT FROM organization THEN
        organization := q.of_organization;
        organization_left := q.places_given;
        limited_taken := '{}';
      END IF;
      wanted := least(organization_left, q.room);
      -- A limited agent's other queues have their turn in the next round, when its room is counted anew.
      IF wanted <= 0 OR q.of_agent = ANY (limited_taken) THEN
        is_more := true;
        CONTINUE;
      END IF;
      IF of_batches THEN
        ids := ARRAY(SELECT n.id FROM agent_executions n
          WHERE n.status = 'queued' AND n.batch_id = q.of_batch AND n.due_at <= now()
          ORDER BY n.due_at, n.id LIMIT wanted FOR UPDATE SKIP LOCKED);
      ELSE
        ids := ARRAY(SELECT n.id FROM agent_executions n
          WHERE n.status = 'queued' AND n.batch_id IS NULL AND n.organization_id = q.of_organization
            AND n.agent_type = q.of_agent AND n.queue_priority = q.of_priority AND n.due_at <= now()
          ORDER BY n.due_at, n.id LIMIT wanted FOR UPDATE SKIP LOCKED);
      END IF;
      taken := cardinality(ids);
      is_more := is_more OR taken = wanted;
      CONTINUE WHEN taken = 0;
      RETURN QUERY UPDATE agent_executions e SET status = 'running', claimed_by = worker, attempts = e.attempts + 1,
          lease_until = now() + make_interval(secs => lease_seconds), started_at = coalesce(e.started_at, now())
        WHERE e.id = ANY (ids) RETURNING e.*;
      organization_left := organization_left - taken;
      taken_in_round := taken_in_round + taken;
      served := served || q.of_organization;
      IF q.is_limited THEN
        limited_taken := limited_taken || q.of_agent;
        INSERT INTO queue_turns AS t (organization_id, agent_type, starts_from)
          SELECT s.organization_id, s.agent_type, now() + taken * start_distance(s.max_starts_per_minute)
          FROM agent_switches s WHERE s.organization_id = q.of_organization AND s.agent_type IN (q.of_agent, '*')
            AND s.max_starts_per_minute IS NOT NULL
          ON CONFLICT (organization_id, agent_type) DO UPDATE
            SET starts_from = greatest(t.starts_from, now()) + (excluded.starts_from - now());
      END IF;
    END LOOP;
    -- Who serves it at the same time writes the same: nobody waits for that.
    INSERT INTO queue_turns (organization_id, agent_type)
      SELECT DISTINCT o, '*' FROM unnest(served) o
      WHERE NOT EXISTS (SELECT FROM queue_turns t WHERE t.organization_id = o AND t.agent_type = '*')
        AND pg_try_advisory_xact_lock(4672005, hashtext(o::text))
      ON CONFLICT DO NOTHING;
    round_ended_at := clock_timestamp();
    UPDATE queue_turns t SET served_at = round_ended_at WHERE t.agent_type = '*' AND t.organization_id = ANY (ARRAY(
      SELECT l.organization_id FROM queue_turns l WHERE l.agent_type = '*' AND l.organization_id = ANY (served)
      FOR UPDATE SKIP LOCKED));
    free := free - taken_in_round;
    EXIT WHEN free <= 0;
    IF taken_in_round = 0 OR NOT is_more THEN
      EXIT WHEN of_batches;
      of_batches := true;
    END IF;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION start_burst(integer), start_distance(integer), starts_left(integer, timestamptz),
  queues_in_turn(integer, text[], boolean), claim_executions(text, integer, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION start_burst(integer), start_distance(integer), starts_left(integer, timestamptz),
  queues_in_turn(integer, text[], boolean), claim_executions(text, integer, text[], integer) TO insa_sweeper;
