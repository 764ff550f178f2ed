import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { type WatchedCall, watchCalls } from '../../testing/call-watch.ts'
import { startMailServer } from '../../testing/mail-server.ts'
import { modelSays } from '../../testing/model-answers.ts'
import { startScriptedAnthropic } from '../../testing/scripted-anthropic/scripted-anthropic.ts'

const PROGRAM = fileURLToPath(new URL('../../testing/guarded-replay.ts', import.meta.url))

it('a replay opens no connection but the model’s, and starts no program [replay.touches-nothing]', async () => {
  const api = await startScriptedAnthropic()
  const mail = await startMailServer()
  api.play({ otherwise: { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) } })
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      PROGRAM,
      api.url,
      mail.url,
      'anthropic-api',
    ])
    const { statuses, forReal, withModel, withoutModel } = JSON.parse(stdout)
    expect(statuses).toEqual([
      'succeeded by anthropic-api',
      'succeeded by anthropic-api',
      'succeeded by baseline',
    ])
    const toModel = `connect ${new URL(api.url).host}`
    const toMail = `connect ${new URL(mail.url).host}`
    // The guard sees what a run for real opens: else it would prove nothing.
    expect(forReal).toEqual(expect.arrayContaining([toModel, toMail]))
    expect(withModel.filter((way: string) => way !== toModel)).toEqual([])
    expect(withoutModel).toEqual([])
    expect(mail.received).toHaveLength(1)
  } finally {
    await mail.stop()
    await api.stop()
  }
})

/** Real processes, every system call of them looked at; milliseconds. */
const PATIENCE = 300_000
const CLAUDE = /\/claude-agent-sdk-[\w-]+\/claude$/

it(
  'nor does Claude Code in a replay: none of its processes reaches anything but our door to the model [replay.touches-nothing]',
  async () => {
    const api = await startScriptedAnthropic()
    const mail = await startMailServer()
    api.play({ otherwise: { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) } })
    try {
      const watched = [PROGRAM, api.url, mail.url, 'claude-code']
      const { stdout, parts } = await watchCalls(process.execPath, watched)
      const { statuses, listening } = JSON.parse(stdout)
      expect(statuses).toEqual([
        'succeeded by claude-code',
        'succeeded by claude-code',
        'succeeded by baseline',
      ])
      const toModel = `connect ${new URL(api.url).host}`
      const toMail = `connect ${new URL(mail.url).host}`
      const toDoor = listening.map((port: number) => `connect 127.0.0.1:${port}`)
      const callsOf = (part: string) => parts.get(part) ?? []
      const whatOf = (part: string) => callsOf(part).map(({ what }: WatchedCall) => what)
      // Whoever watches sees what a run for real does, and what Claude Code's own processes do.
      expect(whatOf('forReal')).toEqual(expect.arrayContaining([toModel, toMail]))
      const started = [...parts.values()].flat().filter(({ what }) => CLAUDE.test(what))
      expect(started.length).toBeGreaterThan(1)
      // Our own line to the model may be kept open; theirs to our door is always a new one.
      expect(toDoor).toHaveLength(1)
      expect(whatOf('withModel')).toEqual(expect.arrayContaining(toDoor))
      const allowed = new Set([toModel, ...toDoor])
      const others = (part: string) =>
        whatOf(part).filter((what) => !allowed.has(what) && !CLAUDE.test(what))
      expect(others('withModel')).toEqual([])
      expect(others('withoutModel')).toEqual([])
      expect(whatOf('withoutModel')).not.toContain(toModel)
      expect(mail.received).toHaveLength(1)
    } finally {
      await mail.stop()
      await api.stop()
    }
  },
  PATIENCE,
)
