import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { EXECUTION_ID, sampleLead } from '@insa/contracts/samples'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fakeServer, page } from './testing/fake-server.ts'
import { sampleExecution } from './testing/samples.ts'

const BIN = fileURLToPath(new URL('testing/insa-process.ts', import.meta.url))

function start(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

describe('the process', () => {
  it('stops waiting on Ctrl-C, says that the work goes on, and exits 130', async () => {
    const { promise: isFollowing, resolve } = Promise.withResolvers<void>()
    const { url, seen } = await fakeServer({
      [`GET /api/v1/executions/${EXECUTION_ID}`]: () => ({
        body: { ...sampleExecution, status: 'running', output_data: null },
      }),
      [`GET /api/v1/executions/${EXECUTION_ID}/events`]: () => {
        resolve()
        return { events: [], isEndless: true }
      },
    })
    const child = start(['executions', 'show', EXECUTION_ID, '--follow', '--url', url])
    const said = text(child.stderr)
    await isFollowing
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    expect(code).toBe(130)
    expect(await said).toContain(`insa executions show ${EXECUTION_ID} --follow`)
    expect(seen.some(({ route }) => route.endsWith('/cancel'))).toBe(false)
  })

  it('ends quietly when the reader of its output has left', async () => {
    const leads = Array.from({ length: 5_000 }, () => sampleLead)
    const { url } = await fakeServer({ 'GET /api/v1/leads': () => page(...leads) })
    const child = start(['leads', 'list', '--json', '--url', url])
    const said = text(child.stderr)
    child.stdout.destroy()
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    expect(await said).toBe('')
  })
})
