/** What is wrong with the site or with an organization's agents, while it is and after. */
import { z } from 'zod'
import { boundedText, Instant, ListQuery, Uuid } from './common.ts'
import { Dollars } from './costs.ts'

/**
 * `agent_failure_rate`: too many of an agent's runs fail. `model_cost`: models cost too much. `database_pool`: requests of a
 * process wait for a database connection. `mcp_server`: an MCP server cannot be called.
 */
export const AlertRule = z.enum(['agent_failure_rate', 'model_cost', 'database_pool', 'mcp_server'])
export type AlertRule = z.infer<typeof AlertRule>

export const AlertStatus = z.enum(['firing', 'resolved'])
export type AlertStatus = z.infer<typeof AlertStatus>

export const Alert = z
  .strictObject({
    id: Uuid,
    rule: AlertRule,
    /** The agent's type, the server, the process; `models` for their cost. */
    subject: z.string(),
    status: AlertStatus,
    /** What it is and what to do, for people. */
    summary: z.string(),
    advice: z.string(),
    /** As it was last seen: percent, US dollars in an hour, transactions that wait; 1 for a server that is away. */
    value: z.number(),
    /** Where the rule fires, in the same unit. */
    threshold: z.number(),
    fired_at: Instant,
    resolved_at: Instant.nullable(),
    /** Until then nobody is told of this rule and subject; null when it is not silenced. */
    silenced_until: Instant.nullable(),
    silenced_by: z.string().nullable(),
  })
  .meta({ id: 'Alert' })
export type Alert = z.infer<typeof Alert>

export const AlertListQuery = ListQuery.extend({ status: AlertStatus.optional() })
export type AlertListQuery = z.infer<typeof AlertListQuery>

/** A week at most: what is silenced for good is a rule that nobody wants. */
export const AlertSilence = z.strictObject({
  minutes: z.int().min(5).max(10_080),
  reason: boundedText(500).optional(),
})
export type AlertSilence = z.infer<typeof AlertSilence>

export const AlertSettings = z
  .strictObject({
    /** Whether administrators get mail when an alert fires and when it is over. */
    email: z.boolean(),
    /** Gets every alert as JSON when it fires and when it is over. The site's own organization alone may have one. */
    webhook_url: z
      .url({ protocol: /^https?$/, hostname: /./ })
      .max(2_000)
      .nullable(),
    /** Percent of an agent's runs within 15 minutes, of ten or more. */
    failure_percent: z.number().min(1).max(100),
    /** Within an hour. */
    cost_usd: Dollars,
  })
  .meta({ id: 'AlertSettings' })
export type AlertSettings = z.infer<typeof AlertSettings>

/** The requirements' own: failures above 5 %, more than 10 US dollars an hour. */
export const DEFAULT_ALERTS: AlertSettings = {
  email: true,
  webhook_url: null,
  failure_percent: 5,
  cost_usd: '10.00',
}
