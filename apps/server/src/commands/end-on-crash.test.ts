import { execFile } from 'node:child_process'
import { expect, it } from 'vitest'

const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

/** A process that keeps its errors in a file of its own (its stdout) and then fails at something nobody waits for. */
const program = (last: string, write: string) => `
  import { createErrorBuffer } from ${here('../platform/errors/error-buffer.ts')}
  import { reportFromLog } from ${here('../platform/errors/report-from-log.ts')}
  import { createLogger } from ${here('../platform/telemetry/logger.ts')}
  import { endOnCrash } from ${here('./end-on-crash.ts')}
  const errors = createErrorBuffer()
  const logger = createLogger('silent', false, undefined, reportFromLog(errors))
  setInterval(() => {}, 1_000)
  endOnCrash(logger, ${write})
  ${last}`
const KEEP = `async () => {
  for (const { origin, sample } of errors.take().held) console.log(origin, sample.chain[0].message)
}`

const run = (source: string): Promise<{ code: unknown; stdout: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', source],
      { timeout: 60_000 },
      (error, stdout) => resolve({ code: error?.code ?? 0, stdout }),
    )
  })

it.each([
  ['a rejection that nobody handled', "Promise.reject(new Error('Unheard'))", 'Unheard'],
  ['an error that nobody caught', "setTimeout(() => { throw new Error('Thrown') })", 'Thrown'],
])('keeps %s, then ends with 1 [errors.crash]', async (_, last, message) => {
  expect(await run(program(last, KEEP))).toEqual({ code: 1, stdout: `process ${message}\n` })
})

it('ends all the same when nothing can be kept', async () => {
  const { code } = await run(
    program("Promise.reject(new Error('x'))", '() => new Promise(() => {})'),
  )
  expect(code).toBe(1)
})
