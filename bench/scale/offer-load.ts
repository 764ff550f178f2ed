import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Load, LoadResult } from './open-loop.ts'

const GENERATOR = fileURLToPath(new URL('open-loop.ts', import.meta.url))

/** Offers this load from a process of its own. @throws when an answer was not one of success, or the process ended early. */
export async function offerLoad(load: Load): Promise<LoadResult> {
  const result = await new Promise<LoadResult>((resolve, reject) => {
    const child = fork(GENERATOR, { env: { PATH: process.env.PATH } })
    child.once('message', (message) => resolve(message as LoadResult))
    child.once('exit', (code) => reject(new Error(`The load ended early, with ${code}.`)))
    child.send(load)
  })
  const failed = Object.keys(result.statuses).filter((s) => Number(s) < 200 || Number(s) > 299)
  if (failed.length > 0) throw new Error(`Answers: ${JSON.stringify(result.statuses)}`)
  return result
}
