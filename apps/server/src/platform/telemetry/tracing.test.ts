import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OtlpCollector, startOtlpCollector } from '../../testing/otlp-collector.ts'
import { createTracing } from './create-tracing.ts'
import { parseTraceparent, traceIdOf } from './trace-context.ts'
import { inSpan, type Tracing } from './tracing.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`
const PROCESS = { version: '1', roles: ['api'] }

describe('trace context', () => {
  it('is read as W3C writes it, and nothing else is', () => {
    expect(parseTraceparent(PARENT)).toEqual({
      traceId: TRACE,
      spanId: '00f067aa0ba902b7',
      sampled: true,
    })
    for (const no of [
      undefined,
      ['x'],
      '',
      PARENT.toUpperCase(),
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
      `ff-${TRACE}-00f067aa0ba902b7-01`,
      `${PARENT}-x`,
    ])
      expect(parseTraceparent(no)).toBeNull()
  })

  it('of a correlation id is itself, or always the same', () => {
    expect(traceIdOf(TRACE)).toBe(TRACE)
    expect(traceIdOf('4bf92f35-77b3-4da6-a3ce-929d0e0e4736')).toBe(TRACE)
    expect(traceIdOf('ticket-1')).toMatch(/^[0-9a-f]{32}$/)
    expect(traceIdOf('ticket-1')).toBe(traceIdOf('ticket-1'))
  })
})

describe('without a collector', () => {
  it('what belongs together has one traceparent, across awaits, and nothing outside', async () => {
    const tracing = await createTracing(null, PROCESS)
    const root = { name: 'run', kind: 'consumer', parent: null, traceId: TRACE } as const
    expect(tracing.traceparent()).toBeNull()
    const seen = await inSpan(tracing, root, async () => {
      await null
      return inSpan(tracing, { name: 'step', kind: 'internal' }, async () => tracing.traceparent())
    })
    expect(parseTraceparent(seen)).toMatchObject({ traceId: TRACE, sampled: false })
    expect(tracing.traceparent()).toBeNull()
    const other = { name: 'mail', kind: 'client', parent: null } as const
    await inSpan(tracing, root, () =>
      inSpan(tracing, other, async () => expect(tracing.traceparent()).toBeNull()),
    )
  })
})

describe('with a collector', () => {
  let collector: OtlpCollector
  let tracing: Tracing
  const start = async (protocol: 'http/json' | 'http/protobuf' = 'http/json') => {
    tracing = await createTracing({ url: `${collector.url}/v1/traces`, protocol }, PROCESS)
  }
  beforeEach(async () => {
    collector = await startOtlpCollector()
  })
  afterEach(() => collector.stop())

  it('spans are children of what they were begun in, or of what is named [telemetry.traces]', async () => {
    await start()
    const run = { name: 'run', kind: 'consumer', parent: PARENT, key: 'run-1' } as const
    await inSpan(tracing, run, async () => {
      await null
      await inSpan(tracing, { name: 'step', kind: 'internal' }, async (span) => {
        span.set({ 'insa.x': 1 })
        await expect(
          inSpan(tracing, { name: 'tool', kind: 'client' }, async () => {
            throw new RangeError('anna@example.com')
          }),
        ).rejects.toThrow()
      })
    })
    await inSpan(
      tracing,
      { ...run, parent: null, traceId: TRACE },
      async () =>
        // As from a connection that another context has opened.
        new Promise<void>((resolve) => setImmediate(resolve)),
    )
    await tracing.stop()
    const [tool, step, first, second] = collector.spans
    expect(first).toMatchObject({ traceId: TRACE, parentSpanId: '00f067aa0ba902b7', kind: 5 })
    expect(step).toMatchObject({ parentSpanId: first?.spanId, attributes: { 'insa.x': 1 } })
    expect(tool).toMatchObject({
      parentSpanId: step?.spanId,
      status: 2,
      attributes: { 'error.type': 'RangeError' },
    })
    expect(second).toMatchObject({ traceId: TRACE, parentSpanId: '' })
    expect(collector.raw()).not.toContain('anna')
  })

  it('a call by another way is found by the name of its run', async () => {
    await start()
    const run = tracing.begin({ name: 'run', kind: 'consumer', parent: PARENT, key: 'run-1' })
    tracing.begin({ name: 'chat', kind: 'client', under: 'run-1' }).end()
    run.end()
    tracing.begin({ name: 'late', kind: 'client', under: 'run-1' }).end()
    await tracing.stop()
    const [chat, of, late] = collector.spans
    expect(chat?.parentSpanId).toBe(of?.spanId)
    expect(late?.traceId).not.toBe(TRACE)
  })

  it('what the caller does not sample is not sent, and its children carry that on', async () => {
    await start()
    const unsampled = PARENT.replace(/01$/, '00')
    await inSpan(tracing, { name: 'run', kind: 'server', parent: unsampled }, async (span) => {
      expect(parseTraceparent(span.traceparent)).toMatchObject({ traceId: TRACE, sampled: false })
    })
    await tracing.stop()
    expect(collector.spans).toEqual([])
  })

  it('is spoken to in protobuf unless told otherwise', async () => {
    await start('http/protobuf')
    tracing.begin({ name: 'run', kind: 'server', parent: null }).end()
    await tracing.stop()
    expect(collector.received).toEqual([
      { path: '/v1/traces', type: 'application/x-protobuf', bytes: expect.any(Number) },
    ])
  })

  it('that is away holds nothing up', async () => {
    await start()
    await collector.stop()
    tracing.begin({ name: 'run', kind: 'server', parent: null }).end()
    const startedAt = performance.now()
    await tracing.stop()
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    collector = await startOtlpCollector()
  })
})
