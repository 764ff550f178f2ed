/** What we promise about how it starts, stops and keeps what it was given. */
export const START = {
  'start.one-command':
    'A fresh clone with some Node ≥ 20 and npm starts with `npm start`, which does the whole set-up.',
  'start.offline': 'Once installed, starting opens no network connection.',
  'start.says-what-is-real':
    'The start prints the address, how to sign in, and what is real and what is a stand-in.',
  'start.data-survives': 'What was stored is there after the next start.',
  'start.ctrl-c-finishes-work': 'Ctrl-C lets running work finish and closes cleanly.',
  'start.kill-9-loses-nothing': 'A killed process loses nothing that it acknowledged.',
  'start.second-start-refused':
    'A second live start on the same data directory is refused with a clear message.',
  'start.data-directory': 'A data directory that cannot be used is told in words, at once.',
  'start.after-kill-9':
    'A start after kill -9 succeeds, also when another process has the old pid.',
  'start.first-administrator':
    'The first administrator and API key come from the environment, or a password is made up and shown once.',
  'start.password-never-logged': 'A made-up password never enters the log file.',
  'start.warns-without-tls': 'An address other than loopback without TLS in front warns loudly.',
  'start.demo':
    'The first start loads and qualifies a demo organization with twenty leads; `--empty` skips it.',

  'backup.restore': 'What `insa backup` wrote, `insa restore` brings back.',

  'database.migrations.live':
    'A migration gives way to those who use the tables that it changes, and takes nothing away that the release before it reads.',
  'database.both': 'The same code and migrations run on PGlite and on PostgreSQL.',
  'database.pool':
    'When every database connection is in use, requests are answered 503 with Retry-After.',
  'database.roles':
    'The program needs no right in the database but to take on its roles; another user migrates.',
  'database.replica':
    'Reports are read from a replica where there is one, and it is told when it is away.',
  'database.replica-lag':
    'A report shows what was committed before it was asked for, however far the replica is behind.',
} as const satisfies Record<string, string>
