/**
 * Sends requests at their times, whatever becomes of those before, and says how long each took from the time it was due: who
 * waits for an answer before sending the next measures a slow server more seldom (coordinated omission). Ours, because what
 * is at hand (autocannon) sends the next request of a connection when the last was answered, and spreads its rate over those.
 * A process of its own, forked by offer-load.ts: the requests come by its channel, and the figures go back there.
 */
import { Agent, request } from 'node:http'

export interface Load {
  url: string
  headers: Record<string, string>
  /** A second. */
  rate: number
  seconds: number
  /** Before that, not counted. */
  warmUpSeconds: number
  /** Taken in turn, again from the first after the last. */
  requests: { method: 'GET' | 'POST'; path: string }[]
}

export interface LoadResult {
  /** From when it was due to the last byte of the answer, of each request that was counted. */
  ms: number[]
  /** How many answers there were of each status; 0: none came. */
  statuses: Record<number, number>
  /** When the first request was due and the last was answered, milliseconds since the epoch, the warm-up included. */
  from: number
  to: number
}

/** Far more than are ever under way where the promises are kept. */
const CONNECTIONS = 256

process.once('message', (load: Load) => {
  void run(load).then((result) => process.send?.(result, () => process.disconnect()))
})

function run({ url, headers, rate, seconds, warmUpSeconds, requests }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const total = Math.round(rate * (warmUpSeconds + seconds))
  const uncounted = Math.round(rate * warmUpSeconds)
  const result: LoadResult = { ms: [], statuses: {}, from: Date.now(), to: 0 }
  const startedAt = performance.now()
  const dueAt = (i: number) => startedAt + (i * 1000) / rate
  const { promise, resolve } = Promise.withResolvers<LoadResult>()
  let ended = 0
  const end = (i: number, status: number) => {
    result.statuses[status] = (result.statuses[status] ?? 0) + 1
    if (i >= uncounted) result.ms.push(performance.now() - dueAt(i))
    ended += 1
    if (ended < total) return
    agent.destroy()
    resolve({ ...result, to: Date.now() })
  }
  const send = (i: number) => {
    const { method = 'GET', path = '/' } = requests[i % requests.length] ?? {}
    request(url + path, { method, headers, agent })
      .on('response', (answer) => answer.resume().once('end', () => end(i, answer.statusCode ?? 0)))
      .once('error', () => end(i, 0))
      .end()
  }
  let next = 0
  const tick = () => {
    for (; next < total && dueAt(next) <= performance.now(); next += 1) send(next)
    if (next < total) setTimeout(tick, Math.max(0, dueAt(next) - performance.now()))
  }
  tick()
  return promise
}
