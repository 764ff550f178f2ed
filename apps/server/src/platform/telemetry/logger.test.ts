import { expect, it } from 'vitest'
import { createLogger, runLabels, trail } from './logger.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

function logged(write: (logger: ReturnType<typeof createLogger>) => void) {
  const lines: string[] = []
  write(createLogger('info', false, { write: (line) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}

it('names fields as Elastic does, and what is our own under labels [telemetry.logs]', () => {
  const [line] = logged((log) => log.warn({ server: 'nmap', reason: 'gone' }, 'A server is down'))
  expect(line).toMatchObject({
    'log.level': 'warn',
    message: 'A server is down',
    'service.name': 'insa-crm',
    'labels.server': 'nmap',
    'labels.reason': 'gone',
    'process.pid': process.pid,
  })
  expect(new Date(line['@timestamp']).getTime()).toBeLessThanOrEqual(Date.now())
  expect(line).not.toHaveProperty('server')
})

it('keeps an error with its type, its words and its stack', () => {
  const [line] = logged((log) => log.error({ err: new RangeError('Too far.') }, 'It failed'))
  expect(line).toMatchObject({ message: 'It failed' })
  expect(line.error ?? line).toMatchObject({ type: 'RangeError', message: 'Too far.' })
  expect(JSON.stringify(line)).toContain('logger.test.ts')
})

it('carries one trace id through the lines of a child', () => {
  const lines = logged((log) => {
    const row = { id: 'e-1', correlation_id: TRACE, agent_type: 'a', traceparent: null }
    const run = log.child(runLabels(row))
    run.info(trail('agent-run', null, 1.5), 'A run ended')
    run.warn('A mail could not be sent')
  })
  expect(lines.map((l) => [l['trace.id'], l['labels.execution']])).toEqual([
    [TRACE, 'e-1'],
    [TRACE, 'e-1'],
  ])
  expect(lines[0]).toMatchObject({
    'event.kind': 'event',
    'event.action': 'agent-run',
    'event.duration': 1_500_000,
  })
})

it('tells a correlation id beside the trace where they differ', () => {
  const [line] = logged((log) => {
    const row = { id: 'e-1', correlation_id: 'ticket-1', agent_type: 'a' }
    log.child(runLabels({ ...row, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })).info('x')
  })
  expect(line).toMatchObject({ 'trace.id': TRACE, 'labels.correlation_id': 'ticket-1' })
})

it('takes secrets out, wherever they stand', () => {
  const [line] = logged((log) => log.info({ settings: { password: 'p', token: 't' } }, 'Read'))
  expect(JSON.stringify(line)).not.toMatch(/"p"|"t"/u)
})
