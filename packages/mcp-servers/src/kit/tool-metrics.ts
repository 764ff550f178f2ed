/** What is counted of a call. Over stdio nobody asks; over HTTP, Prometheus does. */

/** `invalid`: the arguments; `failed`: told to the caller; `error`: a fault of ours. */
export type CallOutcome = 'ok' | 'invalid' | 'failed' | 'error' | 'cancelled' | 'timeout'

export interface ToolMetrics {
  called(call: { tool: string; outcome: CallOutcome; seconds: number; characters: number }): void
}

export const NO_METRICS: ToolMetrics = { called: () => undefined }
