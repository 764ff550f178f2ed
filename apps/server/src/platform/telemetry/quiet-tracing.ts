/** Where no collector is set: no span is kept, but what belongs together has one trace id, in the log and on rows. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { formatTraceparent, newSpanId, parseTraceparent } from './trace-context.ts'
import type { Span, Tracing } from './tracing.ts'

export function createQuietTracing(): Tracing {
  const active = new AsyncLocalStorage<string | null>()
  const here = (): Span => quietSpan(active.getStore() ?? null, (work) => work())
  return {
    begin({ parent, traceId }) {
      if (parent === undefined && traceId === undefined) return here()
      const begun = parent && parseTraceparent(parent) ? parent : rootOf(traceId)
      return quietSpan(begun, (work) => active.run(begun, work))
    },
    traceparent: () => active.getStore() ?? null,
    stop: async () => undefined,
  }
}

const rootOf = (traceId: string | undefined) =>
  traceId === undefined ? null : formatTraceparent({ traceId, spanId: newSpanId(), sampled: false })

const quietSpan = (traceparent: string | null, run: Span['run']): Span => ({
  traceparent,
  set: nothing,
  fail: nothing,
  end: nothing,
  run,
})

const nothing = () => undefined
