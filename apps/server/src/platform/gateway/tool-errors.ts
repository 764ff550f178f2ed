/** How a tool can fail, by what is known of its effect. */

/** It did not begin: the server is down, resting or quarantined. Asking later may help. */
export class ToolUnavailable extends Error {
  override name = 'ToolUnavailable'
  readonly code = 'tool.unavailable'
}

/** It may have happened or not: no answer came, or none in time. */
export class ToolFateUnknown extends Error {
  override name = 'ToolFateUnknown'
  readonly code = 'tool.outcome_unknown'
}
