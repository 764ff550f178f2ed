import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startMailServer } from '../../testing/mail-server.ts'
import { modelSays } from '../../testing/model-answers.ts'
import { startScriptedAnthropic } from '../../testing/scripted-anthropic/scripted-anthropic.ts'

const PROGRAM = fileURLToPath(new URL('../../testing/guarded-replay.ts', import.meta.url))

it('a replay opens no connection but the model’s, and starts no program [replay.touches-nothing]', async () => {
  const api = await startScriptedAnthropic()
  const mail = await startMailServer()
  api.play({ otherwise: { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) } })
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, api.url, mail.url])
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
