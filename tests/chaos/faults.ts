/** What may go wrong, each by a function that lets it. All of them end with everything mended again. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosSite } from './chaos-site.ts'
import type { Line } from './lossy-line.ts'

export interface Fault {
  name: string
  strike(): Promise<void>
}

/** Numbers from 0 to 1. */
export type Random = () => number

/** mulberry32: the same faults in the same order for the same seed; what they hit is up to the machine. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <T>(random: Random, among: readonly T[]): T =>
  among[Math.floor(random() * among.length)] as T

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** How long something is away. Milliseconds. */
const AWAY_MS = 1_500
/** How long an effect is waited for that is to be struck. Milliseconds. */
const EFFECT_MS = 6_000
const POLL_MS = 20

export function faultsOf(site: ChaosSite, random: Random, leaseS: number): Fault[] {
  const { postgres, redis, lines, names } = site
  const of = (role: string) => names.filter((name) => name.startsWith(role))
  const away = () => sleep(AWAY_MS * (0.5 + random()))
  const restartPostgres = async (signal: 'SIGINT' | 'SIGKILL') => {
    await postgres.kill(signal)
    await away()
    await postgres.startAgain()
  }
  const killOne = (role: string) => ({
    name: `kill -9 ${role}`,
    strike: () => site.kill([pick(random, of(role))]),
  })
  const onLine = (what: string, line: Line): Fault[] => [
    {
      name: `${what}: the network is cut`,
      async strike() {
        await line.cut()
        await away()
        await line.mend()
      },
    },
    {
      name: `${what}: the request goes through, its answer is lost`,
      async strike() {
        const before = line.lost()
        line.loseAnswers(3)
        await until(() => line.lost() >= before + 3)
        await line.mend()
      },
    },
    {
      name: `${what}: answers come late`,
      async strike() {
        line.holdAnswers()
        await away()
        line.letGo()
      },
    },
    {
      name: `${what}: kill -9 of all between the effect and its record`,
      async strike() {
        line.holdAnswers()
        await until(() => line.held() > 0)
        await site.kill(names)
        await line.mend()
      },
    },
  ]
  return [
    ...['api', 'worker', 'scheduler'].map(killOne),
    {
      name: 'a worker stands still until it is taken for dead, and goes on',
      strike: () => site.freeze(pick(random, of('worker')), leaseS * 1_500),
    },
    { name: 'Redis is flushed', strike: redis.flush },
    {
      name: 'Redis is killed and comes back empty',
      async strike() {
        await redis.kill()
        await away()
        await redis.startAgain()
      },
    },
    { name: 'PostgreSQL is restarted', strike: () => restartPostgres('SIGINT') },
    { name: 'PostgreSQL is killed with -9', strike: () => restartPostgres('SIGKILL') },
    ...onLine('ERPNext', lines.erpnext),
    ...onLine('mail', lines.mail),
  ]
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + EFFECT_MS
  while (!holds() && performance.now() < giveUpAt) await sleep(POLL_MS)
}
