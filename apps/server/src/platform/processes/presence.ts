/** Says which processes live. On PGlite there is one, and nobody to tell. */
import { hostname } from 'node:os'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../database/database.ts'
import { findScheduler, listAlive, type ProcessRow, sayAlive, sayGone } from './processes.store.ts'
import { type Roles, roleNames } from './roles.ts'

export interface Presence {
  /** Of this process. */
  readonly id: string
  /** What it does. */
  readonly roles: Roles
  start(): Promise<void>
  /**
   * The time by the database's clock, which all processes share: for moments that one writes and another compares. By this process's own
   * until `start` has asked.
   */
  now(): Date
  /** @returns those that live, and whose scheduler acts; null on PGlite. */
  read(): Promise<{ alive: ProcessRow[]; scheduler: string | null } | null>
  stop(): Promise<void>
}

export interface PresenceDeps {
  database: Database
  roles: Roles
  version: string
  keyId: string
  /** Who gives no sign for this long is taken for dead. Seconds. */
  silentS: number
  onError: (error: unknown) => void
}

export function createPresence({
  database,
  roles,
  version,
  keyId,
  silentS,
  onError,
}: PresenceDeps): Presence {
  const id = uuidv7()
  const self = {
    id,
    roles: roleNames(roles),
    agent_types: roles.worker?.agentTypes ? [...roles.worker.agentTypes] : null,
    concurrency: roles.worker?.concurrency ?? null,
    host: hostname(),
    pid: process.pid,
    version,
    key_id: keyId,
  }
  const isAlone = database.kind === 'pglite'
  let timer: NodeJS.Timeout | undefined
  let aheadMs = 0
  let beating: Promise<void> = Promise.resolve()
  const beat = () => {
    const askedAt = Date.now()
    beating = database
      .sweeper((tx) => sayAlive(tx, self))
      .then((at) => {
        // Somewhere between our asking and our hearing.
        aheadMs = (askedAt + Date.now()) / 2 - at.getTime()
      })
      .catch(onError)
    return beating
  }
  return {
    id,
    roles,
    now: () => new Date(Date.now() - aheadMs),
    async start() {
      if (isAlone || timer) return
      timer = setInterval(beat, (silentS * 1_000) / 3)
      timer.unref()
      await beat()
    },
    async read() {
      if (isAlone) return null
      return database.sweeper(async (tx) => ({
        alive: await listAlive(tx, silentS),
        scheduler: await findScheduler(tx),
      }))
    },
    async stop() {
      if (!timer) return
      clearInterval(timer)
      await beating
      await database.sweeper((tx) => sayGone(tx, id)).catch(onError)
    },
  }
}
