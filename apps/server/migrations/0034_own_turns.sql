-- The role that serves requests may read whose turn it is: of its own organization, as with every other table.
GRANT SELECT ON queue_turns TO insa_app;
