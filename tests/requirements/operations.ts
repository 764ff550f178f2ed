/** What we promise about how a site is seen to be well or not. */
export const OPERATIONS = {
  'alerts.fire':
    'Administrators are told of failing agents, of what models cost, once, and when it is over.',
  'alerts.hysteresis': 'A figure that swings around its mark is one alert.',
  'alerts.silence': 'A silenced alert is kept and tells nobody.',
  'alerts.site':
    'Requests that wait for a database connection and MCP servers that cannot be called are alerts.',
  'alerts.webhook': 'A webhook is told of alerts, again when it fails.',

  'errors.kept':
    'What nobody expected is kept as a group: how often, by the hour, with its stack and trace.',
  'errors.grouped': 'The same error is one group, wherever its lines have moved.',
  'errors.no-people': 'What is kept of an error says nothing of people and carries no secret.',
  'errors.database-away':
    'Errors met while the database is away are counted and kept when it is back.',
  'errors.bounded': 'Errors take a bounded place, and are forgotten.',
  'errors.decided':
    'A person resolves or ignores an error; what is resolved opens again when it happens again.',
  'errors.site': 'Errors are for the administrators of the organization that the site belongs to.',
  'errors.browser': 'The console tells of its own errors, little and not often.',
  'errors.sentry': 'Where a Sentry is set up, it is told of errors, cleaned.',
  'errors.crash': 'What ends a process is kept before it ends.',

  'telemetry.logs':
    'Logs are JSON by the Elastic Common Schema, with one trace id from a request to its run and tool calls.',
  'telemetry.traces':
    'With a collector set, one trace leads from a request through the queue to run, steps, tools, models and mail.',
  'telemetry.metrics':
    'Prometheus is told what waits, what it costs, which servers answer and how the database does.',
} as const satisfies Record<string, string>
