import { expect, it } from 'vitest'
import { createLogger, runLabels, trail } from './logger.ts'

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
    const run = log.child(runLabels({ id: 'e-1', correlation_id: 'c-1', agent_type: 'a' }))
    run.info(trail('agent-run', null, 1.5), 'A run ended')
    run.warn('A mail could not be sent')
  })
  expect(lines.map((l) => [l['trace.id'], l['labels.execution']])).toEqual([
    ['c-1', 'e-1'],
    ['c-1', 'e-1'],
  ])
  expect(lines[0]).toMatchObject({
    'event.kind': 'event',
    'event.action': 'agent-run',
    'event.duration': 1_500_000,
  })
})

it('takes secrets out, wherever they stand', () => {
  const [line] = logged((log) => log.info({ settings: { password: 'p', token: 't' } }, 'Read'))
  expect(JSON.stringify(line)).not.toMatch(/"p"|"t"/u)
})
