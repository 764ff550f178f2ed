/**
 * The doorbell between processes: BullMQ on Redis, a queue for each type of agent. A ring is a job that carries nothing,
 * is tried once and is kept nowhere; it goes to one of the processes that listen and have room.
 */
import { Queue, Worker } from 'bullmq'
import type { RedisConnections } from '../redis/connect-redis.ts'
import type { Doorbell } from './doorbell.ts'
import { gathered } from './gathered.ts'

export interface BullmqDoorbellDeps {
  redis: RedisConnections
  /** A ring or an answer failed. */
  onError: (error: unknown) => void
}

const FORGOTTEN = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const

/** A Redis that is away does not hold up a stop for longer. Milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000

export function createBullmqDoorbell({ redis, onError }: BullmqDoorbellDeps): Doorbell {
  const { prefix } = redis
  const rings = new Map<string, () => void>()
  const queues: Queue[] = []

  const makeRing = (agentType: string): (() => void) => {
    const queue = new Queue(agentType, { connection: redis.commands, prefix })
    queue.on('error', onError)
    queues.push(queue)
    const add = gathered(() => queue.add('ring', {}, FORGOTTEN).catch(onError))
    return () => void add()
  }
  return {
    ring(agentType) {
      const ring = rings.get(agentType) ?? makeRing(agentType)
      rings.set(agentType, ring)
      ring()
    },
    onRing(agentTypes, listener) {
      const answer = oneAfterTheOther(listener)
      const workers = agentTypes.map((type) => {
        const worker = new Worker(type, answer, {
          connection: redis.openPatient(),
          prefix,
          // What a dead process was answering is no loss: its ring is not given to another.
          maxStalledCount: 0,
          removeOnComplete: { count: 0 },
          removeOnFail: { count: 0 },
        })
        worker.on('error', onError)
        worker.on('failed', (_job, error) => onError(error))
        return worker
      })
      return async () => {
        await Promise.all(workers.map((worker) => within(worker.close(), () => worker.close(true))))
      }
    },
    async close() {
      await Promise.all(queues.map((queue) => within(queue.close(), () => queue.disconnect())))
    },
  }
}

/** Each type has a worker of its own; their listener is one. */
function oneAfterTheOther(listener: () => Promise<void>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(listener)
    last = next.catch(() => undefined)
    return next
  }
}

async function within(closing: Promise<unknown>, force: () => Promise<unknown>): Promise<void> {
  const timeout = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => timeout.resolve('late'), CLOSE_TIMEOUT_MS)
  const ended = await Promise.race([closing.catch(() => undefined), timeout.promise])
  clearTimeout(timer)
  if (ended === 'late') void force().catch(() => undefined)
}
