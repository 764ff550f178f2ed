/** Metrics of one server's tools as Prometheus reads them. Loaded with the HTTP host only: it takes its time. */
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { ToolMetrics } from './tool-metrics.ts'

export interface PrometheusMetrics extends ToolMetrics {
  contentType: string
  render(): Promise<string>
}

/** Seconds, from an answer out of memory to a long scan. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
/** Characters of an answer, up to the longest that is sent. */
const CHARACTERS = [100, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000]

export function createPrometheusMetrics(server: string): PrometheusMetrics {
  const registry = new Registry()
  registry.setDefaultLabels({ server })
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'insa_mcp_server_tool_duration_seconds',
    help: 'Duration of tool calls, by how they ended.',
    labelNames: ['tool', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  })
  const size = new Histogram({
    name: 'insa_mcp_server_answer_characters',
    help: 'Length of the answers of tools.',
    labelNames: ['tool'],
    buckets: CHARACTERS,
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    called({ tool, outcome, seconds, characters }) {
      duration.observe({ tool, outcome }, seconds)
      size.observe({ tool }, characters)
    },
  }
}
