-- Which processes of the program live, as they say themselves every few seconds. Of no tenant.
CREATE TABLE processes (
  id uuid PRIMARY KEY,
  roles text[] NOT NULL,
  -- What its workers run; null: whatever is due.
  agent_types text[],
  concurrency integer,
  host text NOT NULL,
  pid integer NOT NULL,
  version text NOT NULL,
  -- Which key it signs with (not the key): all should have the same.
  key_id text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON processes TO insa_sweeper;

-- One row at most: the process whose scheduler acts, for as long as it says so in time.
CREATE TABLE scheduler_lease (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  holder uuid NOT NULL,
  held_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON scheduler_lease TO insa_sweeper;
