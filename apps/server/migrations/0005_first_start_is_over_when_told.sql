-- A first start is over when it has told how to sign in. A row here says that it has not: the next start sets the password
-- anew and tells it. Gone with the greeting, or with the first sign-in.
CREATE TABLE unfinished_first_start (
  user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  -- As that start has set it: another one in the account is somebody's own choice.
  password_hash text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON unfinished_first_start TO insa_identity;
