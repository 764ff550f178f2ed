/** When a rule fires, when it is over, and what it says. */
import type { AlertRule } from '@insa/contracts'

export interface Timing {
  /** So long it must have been seen without a break before anybody is told. Milliseconds. */
  fireAfterMs: number
  /** So long it must not have been seen before it is over. Milliseconds. */
  calmMs: number
  /** While it fires it counts as seen down to this share of the threshold: figures that swing around it stay one alert. */
  clearAt: number
}

const MINUTE = 60_000

/** Between two looks. Milliseconds. */
export const LOOK_MS = 15_000
/** What two looks in a row did not see was not there without a break. Milliseconds. */
export const BREAK_MS = 2.5 * LOOK_MS

export const TIMING: Record<AlertRule, Timing> = {
  agent_failure_rate: { fireAfterMs: 2 * MINUTE, calmMs: 5 * MINUTE, clearAt: 0.8 },
  // What is spent is spent: there is nothing to wait for.
  model_cost: { fireAfterMs: 0, calmMs: 5 * MINUTE, clearAt: 0.8 },
  database_pool: { fireAfterMs: MINUTE, calmMs: 2 * MINUTE, clearAt: 1 },
  mcp_server: { fireAfterMs: 2 * MINUTE, calmMs: MINUTE, clearAt: 1 },
}

/** Below so many runs within the window one failure would be an alert. */
export const LEAST_RUNS = 10
export const FAILURE_WINDOW_MS = 15 * MINUTE
export const COST_WINDOW_MS = 60 * MINUTE

interface Words {
  summary: string
  advice: string
}

export interface AlertFacts {
  rule: string
  subject: string
  value: number
  threshold: number
}

const WORDS: Record<AlertRule, (facts: AlertFacts) => Words> = {
  agent_failure_rate: ({ subject, value, threshold }) => ({
    summary: `${round(value)} % of the runs of ${subject} fail`,
    advice: `More than ${round(threshold)} % of the last 15 minutes. The failed ones on the executions page say why.`,
  }),
  model_cost: ({ value, threshold }) => ({
    summary: `Models cost $${value.toFixed(2)} in the last hour`,
    advice: `The limit for an alert is $${threshold.toFixed(2)}. The costs page shows which agent and which leads; an agent can be paused in the settings.`,
  }),
  database_pool: ({ subject, value }) => ({
    summary: `${round(value)} requests wait for a database connection in ${subject}`,
    advice:
      'All connections of the process are taken. Look for long transactions in PostgreSQL (pg_stat_activity).',
  }),
  mcp_server: ({ subject }) => ({
    summary: `MCP server ${subject} cannot be called`,
    advice: 'Agents go on without its tools. Its last error is on the tools page.',
  }),
}

export const describeAlert = (facts: AlertFacts): Words => WORDS[facts.rule as AlertRule](facts)

const round = (value: number): string => String(Math.round(value * 10) / 10)
