/**
 * Answers that are dear to work out and often asked for, kept until a change makes them untrue. Nothing of money and
 * nothing of rights is kept here (docs/decisions/0018).
 */
import type { CacheStore } from './cache-store.ts'

/** What an answer rests on. A change of it is told by events (topics.ts). */
export type Topic = 'leads' | 'executions'

export interface Question {
  organizationId: string
  /** What is asked: route and parameters, and whatever else the answer depends on, e.g. today's date. */
  key: string
  topics: readonly Topic[]
}

/** As RFC 9211 has it: answered from what was kept; worked out, and kept; worked out, as if there were no cache. */
export type CacheOutcome = 'hit' | 'miss' | 'bypass'

export interface AnswerCache {
  /** @param workOut reads the database; JSON must carry its answer. */
  read<T>(
    question: Question,
    workOut: () => Promise<T>,
  ): Promise<{ answer: T; outcome: CacheOutcome }>
  /**
   * Call after the commit. When it has returned, no answer from before is given by any process that reaches the same
   * store. Never rejects: a store that is away is told when it is back, and answers nothing before that.
   */
  forget(organizationId: string, topics: readonly Topic[]): Promise<void>
}

/** Nothing is kept: several processes without Redis would not hear of each other's changes at once. */
export const NO_CACHE: AnswerCache = {
  read: async (_question, workOut) => ({ answer: await workOut(), outcome: 'bypass' }),
  forget: async () => undefined,
}

/** The bound for what no word can reach: a process that is cut off from the store and from the others. Milliseconds. */
const KEPT_MS = 30_000
/** Longest wait for the store; then the database answers. Milliseconds. */
const STORE_TIMEOUT_MS = 250
/** A store that failed is left alone for so long. Milliseconds. */
const REST_MS = 2_000
/** In front of all marks: another one, and nothing that was kept counts any more. */
const ALL = 'all'

export interface AnswerCacheDeps {
  store: CacheStore
  /** Milliseconds */
  now?: () => number
  /** Milliseconds */
  timeoutMs?: number
}

export function createAnswerCache({
  store,
  now = () => performance.now(),
  timeoutMs = STORE_TIMEOUT_MS,
}: AnswerCacheDeps): AnswerCache {
  const guard = createGuard({ store, now, timeoutMs })
  /** Those that are being worked out: who asks the same under the same marks waits for the same answer. */
  const underWay = new Map<string, Promise<unknown>>()
  const markName = (organizationId: string, topic: Topic) => `${organizationId}:${topic}`
  return {
    async read<T>({ organizationId, key, topics }: Question, workOut: () => Promise<T>) {
      const place = `${organizationId}:${key}`
      const names = [ALL, ...topics.map((topic) => markName(organizationId, topic))]
      // Read before the database: an answer from before a commit is never kept under the marks from after it.
      const found = await guard.ask(() => store.look(names, place))
      if (!found) return { answer: await workOut(), outcome: 'bypass' }
      const head = `${found.marks.join(' ')}\n`
      if (found.kept?.startsWith(head))
        return { answer: JSON.parse(found.kept.slice(head.length)) as T, outcome: 'hit' }
      const same = `${place}\n${head}`
      const begun = underWay.get(same) as Promise<T> | undefined
      if (begun) return { answer: await begun, outcome: 'miss' }
      const work = workOut().finally(() => underWay.delete(same))
      underWay.set(same, work)
      const answer = await work
      void guard.ask(() => store.keep(place, `${head}${JSON.stringify(answer)}`, KEPT_MS))
      return { answer, outcome: 'miss' }
    },
    async forget(organizationId, topics) {
      if (topics.length === 0) return
      await guard.tell(() => store.renew(topics.map((topic) => markName(organizationId, topic))))
    },
  }
}

/**
 * Between us and the store: a time-out, a rest after a failure, and whether it owes us a fresh start. It does at the
 * beginning, when a change could not be told, and when it says that marks may be lost: before anything is read from it
 * again, all that it has kept is made not to count.
 */
function createGuard({ store, now, timeoutMs }: Required<AnswerCacheDeps>) {
  let restsUntil = 0
  let stale = true
  let doubts = 0
  store.onDoubt(() => {
    doubts += 1
    stale = true
  })
  const call = async <T>(run: () => Promise<T>): Promise<T | null> => {
    if (now() < restsUntil) return null
    try {
      return await within(run(), timeoutMs)
    } catch {
      // That Redis is away is told by its connection.
      restsUntil = now() + REST_MS
      return null
    }
  }
  /** One for all who ask meanwhile: a second one would part those who asked before it from those after it. */
  let starting: Promise<boolean> | null = null
  const startAfresh = (): Promise<boolean> => {
    starting ??= renewAll().finally(() => {
      starting = null
    })
    return starting
  }
  const renewAll = async (): Promise<boolean> => {
    const before = doubts
    const done = await call(async () => {
      await store.renew([ALL])
      return true
    })
    if (!done) return false
    stale = doubts !== before
    return !stale
  }
  return {
    /** @returns null when the store cannot be asked. */
    async ask<T>(run: () => Promise<T>): Promise<T | null> {
      if (stale && !(await startAfresh())) return null
      return call(run)
    },
    async tell(run: () => Promise<void>): Promise<void> {
      const told = await call(async () => {
        await run()
        return true
      })
      if (told) return
      doubts += 1
      stale = true
    },
  }
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('The cache did not answer.')), timeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
