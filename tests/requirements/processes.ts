/** What we promise about several processes on one database, and what they share. */
export const PROCESSES = {
  'chaos.short':
    'Processes, PostgreSQL, Redis and lines to the outside die while work is done: every run ends once, no effect happens twice or unheard of.',
  'chaos.sabotage':
    'Without the guards that keep effects from happening twice, the chaos run fails.',
  'roles.several':
    'API, workers and schedulers run as processes of their own, several of each on one database.',
  'roles.dead-worker':
    'A worker that dies is noticed, and its executions go on elsewhere from their last finished step.',
  'roles.one-scheduler': 'Of several schedulers one acts; when it dies another takes its place.',
  'roles.doctor':
    '`insa doctor` and the system page say which processes run, and which are missing.',

  'workers.taken-over':
    'A worker that was taken for dead and goes on all the same writes nothing more.',

  'processes.one-clock':
    'What processes agree about goes by the database’s clock, however far off their own are.',

  'events.between-processes': 'What one process publishes, every other hears at once.',

  'limits.contract':
    'Limits count the same in one process and in Redis, for all processes together.',
  'limits.redis-gone':
    'Without Redis limits count per process; those of sign-in never open, nor does it slow requests.',

  'redis.gone':
    'Without Redis the API goes on, and work accepted meanwhile is done; with it back, all is as before.',
  'redis.sentinel':
    'REDIS_URL may name sentinels, who know the primary; nonsense is refused in words.',
  'redis.failover':
    'When the primary dies or hangs, rings, messages and limits go on on the new one, and no work is lost.',

  'cache.contract':
    'Answers are kept the same in one process and in Redis: by tenant, question and time.',
  'cache.race': 'An answer worked out before a change is never kept after it.',
  'cache.redis-gone':
    'A Redis that is away holds up no answer; when it is back, nothing kept before it went counts.',
  'cache.answers': 'What is dear to work out is answered from the cache, counted, and says so.',
  'cache.own-writes': 'Whoever has changed something sees it at once, whichever process they ask.',
} as const satisfies Record<string, string>
