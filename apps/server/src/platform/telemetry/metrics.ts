/** Prometheus metrics. */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  contentType: string
  render(): Promise<string>
  /** Times every request of the application by route, method and status. */
  observe(app: FastifyInstance): void
  /** Counts an ended execution; seconds from its start. */
  executionEnded(agentType: string, status: string, seconds: number): void
  /** Counts a tool call through the gateway. */
  toolCalled(
    server: string,
    tool: string,
    outcome: 'ok' | 'error' | 'refused',
    seconds: number,
  ): void
  /** Counts a reading of canary records. */
  canaryRead(readerKind: string, outcome: string): void
  /** Counts a call of a model: its time, tokens and dollars. */
  modelCalled(call: {
    model: string
    outcome: string
    durationMs: number
    usage: { input: number; output: number; cache_read: number; cache_write: number }
    costUsd: string
  }): void
  /** Times a transaction by its role, with the wait for a connection. */
  transactionEnded(role: string, outcome: 'ok' | 'error', seconds: number): void
  /** Counts a question that the cache was asked, and whether it knew; the rest was worked out without it. */
  cacheAsked(cache: string, outcome: 'hit' | 'miss' | 'bypass'): void
  /** A figure that is read when Prometheus asks; one that cannot be read is left out. */
  gauge(definition: GaugeDefinition): void
}

export interface GaugeDefinition {
  name: string
  help: string
  labelNames: readonly string[]
  read(): Reading[] | Promise<Reading[]>
}

export interface Reading {
  labels: Record<string, string>
  value: number
}

/** Seconds, from a cached read to a long agent run. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30, 60]

/** One registry a process; nothing is global, so that tests can have several. */
/** Seconds, from a look-up to a transaction that should not be. */
const TRANSACTION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function createMetrics(onError: (error: unknown) => void = () => undefined): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const http = new Histogram({
    name: 'insa_http_request_duration_seconds',
    help: 'Duration of HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const executions = new Counter({
    name: 'insa_agent_executions_total',
    help: 'Ended agent executions.',
    labelNames: ['agent_type', 'status'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'insa_agent_execution_duration_seconds',
    help: 'Duration of agent executions, from their first start.',
    labelNames: ['agent_type', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const tools = new Histogram({
    name: 'insa_mcp_tool_duration_seconds',
    help: 'Duration of tool calls through the gateway.',
    labelNames: ['server', 'tool', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const canaries = new Counter({
    name: 'insa_canary_reads_total',
    help: 'Readings of canary records.',
    labelNames: ['reader_kind', 'outcome'],
    registers: [registry],
  })
  const models = createModelMetrics(registry)
  const caches = createCacheMetrics(registry)
  const transactions = new Histogram({
    name: 'insa_database_transaction_duration_seconds',
    help: 'Duration of transactions by role, with the wait for a connection.',
    labelNames: ['role', 'outcome'],
    buckets: TRANSACTION_BUCKETS,
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observe(app) {
      app.addHook('onResponse', async (request, reply) => {
        http.observe(
          {
            method: request.method,
            route: request.routeOptions.url ?? 'unknown',
            status: reply.statusCode,
          },
          reply.elapsedTime / 1000,
        )
      })
    },
    executionEnded(agent_type, status, seconds) {
      executions.inc({ agent_type, status })
      duration.observe({ agent_type, status }, seconds)
    },
    toolCalled(server, tool, outcome, seconds) {
      tools.observe({ server, tool, outcome }, seconds)
    },
    canaryRead: (reader_kind, outcome) => canaries.inc({ reader_kind, outcome }),
    modelCalled({ model, outcome, durationMs, usage, costUsd }) {
      models.calls.observe({ model, outcome }, durationMs / 1000)
      models.dollars.inc({ model }, Number(costUsd))
      for (const kind of ['input', 'output', 'cache_read', 'cache_write'] as const)
        models.tokens.inc({ model, kind }, usage[kind])
    },
    cacheAsked: (cache, outcome) => caches[outcome].inc({ cache }),
    transactionEnded(role, outcome, seconds) {
      transactions.observe({ role, outcome }, seconds)
    },
    gauge({ name, help, labelNames, read }) {
      registry.registerMetric(
        new Gauge({
          name,
          help,
          labelNames: [...labelNames],
          registers: [],
          async collect() {
            this.reset()
            // One without labels would say 0 where there is nothing to say.
            if (labelNames.length === 0) this.remove()
            try {
              for (const { labels, value } of await read()) this.set(labels, value)
            } catch (error) {
              onError(error)
            }
          },
        }),
      )
    },
  }
}

function createCacheMetrics(registry: Registry) {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['cache'], registers: [registry] })
  return {
    hit: counter('insa_cache_hits_total', 'Answers that were given from the cache.'),
    miss: counter('insa_cache_misses_total', 'Answers that were worked out, and kept.'),
    bypass: counter('insa_cache_bypasses_total', 'Answers that were worked out without the cache.'),
  }
}

const createModelMetrics = (registry: Registry) => ({
  calls: new Histogram({
    name: 'insa_model_call_duration_seconds',
    help: 'Duration of calls of models, retries one by one.',
    labelNames: ['model', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  }),
  dollars: new Counter({
    name: 'insa_model_cost_usd_total',
    help: 'US dollars spent on models.',
    labelNames: ['model'],
    registers: [registry],
  }),
  tokens: new Counter({
    name: 'insa_model_tokens_total',
    help: 'Tokens of models, by kind.',
    labelNames: ['model', 'kind'],
    registers: [registry],
  }),
})
