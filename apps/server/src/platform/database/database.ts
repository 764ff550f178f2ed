/**
 * The database as the program sees it: transactions that take on a role and, for a tenant, its id. Nothing queries
 * outside one. No input or output belongs inside a transaction: PGlite has one session, and everything else waits.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { validate as isUuid } from 'uuid'
import type { Replica, ReplicaState } from './replica.ts'
import type { DB } from './schema.generated.ts'
import { unawaited } from './statement-marks.ts'

/** A transaction as one tenant: row-level security shows and takes that organization's rows only. */
export interface TenantTx {
  readonly db: Transaction<DB>
  readonly organizationId: string
  /**
   * Runs after the commit, never on a rollback, in the order of the calls: to ring a doorbell, to wake event streams. What
   * it returns is waited for before the change counts as made.
   */
  afterCommit(callback: () => unknown): void
}

/** A transaction outside any tenant: identity tables, or the sweeps. */
export interface SystemTx {
  readonly db: Transaction<DB>
}

/** A transaction on the identity tables. */
export interface IdentityTx extends SystemTx {
  /** Goes on as one organization inside the same transaction: a member's change and its audit entry are one. */
  asTenant<T>(organizationId: string, step: (tx: TenantTx) => Promise<T>): Promise<T>
}

/** Connections of one process. */
export interface PoolState {
  size: number
  used: number
  idle: number
  /** Transactions that wait for one. */
  waiting: number
}

/** What a person should know of the server, as a sentence without its point. */
export interface DatabaseHint {
  hint: string
  /** Whether it works all the same. */
  healthy: boolean
}

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /** As one organization, bound by its policies. */
  tenant<T>(organizationId: string, work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** The identity tables, which are read before a tenant is known. */
  identity<T>(work: (tx: IdentityTx) => Promise<T>): Promise<T>
  /** Executions, steps, events and mails of every tenant, for the loops that carry work on. */
  sweeper<T>(work: (tx: SystemTx) => Promise<T>): Promise<T>
  /** The audit trail of every tenant: entries and chain are read, the chain is added to, nothing is changed. */
  sealer<T>(work: (tx: SystemTx) => Promise<T>): Promise<T>
  /**
   * As one organization, for statements of others: reads the views of the schema `reports` and nothing else, changes nothing,
   * and takes no longer than a report may (where the database can be interrupted: PGlite cannot).
   */
  reporter<T>(organizationId: string, work: (tx: SystemTx) => Promise<T>): Promise<T>
  /** Runs `SELECT 1`. @throws when the database does not answer. */
  ping(): Promise<void>
  /** Asks the replica too, where there is one. */
  hints(): Promise<DatabaseHint[]>
  /** How the replica stands; null where there is none. */
  replica(): Promise<ReplicaState | null>
  /** How this process's pool stands; null where there is none. */
  pool(): PoolState | null
  /** Takes no new transaction, lets those that run end, then closes. */
  close(): Promise<void>
}

type AfterCommit = Parameters<TenantTx['afterCommit']>[0]

type Role = 'insa_app' | 'insa_identity' | 'insa_sweeper' | 'insa_sealer' | 'insa_reporter'

/** What a server has and the embedded database has not. */
export interface DatabaseExtras {
  pool?: () => PoolState | null
  hints?: readonly DatabaseHint[]
  replica?: Replica
}

/** Wraps a Kysely instance of either dialect. `closeDriver` ends what lies below it. */
export function createDatabase(
  kind: Database['kind'],
  db: Kysely<DB>,
  closeDriver: () => Promise<void>,
  { pool = () => null, hints = [], replica }: DatabaseExtras = {},
): Database {
  const running = new Set<Promise<unknown>>()
  let closing = false
  const track = async <T>(begin: () => Promise<T>): Promise<T> => {
    if (closing) throw new Error('The database is closed.')
    const done = begin()
    running.add(done)
    try {
      return await done
    } finally {
      running.delete(done)
    }
  }
  const as = <T>(
    role: Role,
    organizationId: string,
    work: (trx: Transaction<DB>) => Promise<T>,
    on: Kysely<DB> = db,
  ): Promise<T> =>
    track(() =>
      on.transaction().execute(async (trx) => {
        await takeOn(trx, role, organizationId, kind === 'postgres' ? SERVER_LIMITS : undefined)
        return work(trx)
      }),
    )
  return {
    kind,
    async tenant(organizationId, work) {
      const callbacks: AfterCommit[] = []
      const result = await as('insa_app', organizationId, (trx) =>
        work({ db: trx, organizationId, afterCommit: (callback) => callbacks.push(callback) }),
      )
      for (const callback of callbacks) await callback()
      return result
    },
    async identity(work) {
      const callbacks: AfterCommit[] = []
      const afterCommit = (callback: AfterCommit) => callbacks.push(callback)
      const result = await as('insa_identity', '', (trx) =>
        work({
          db: trx,
          async asTenant(organizationId, step) {
            await takeOn(trx, 'insa_app', organizationId)
            const value = await step({ db: trx, organizationId, afterCommit })
            await takeOn(trx, 'insa_identity', '')
            return value
          },
        }),
      )
      for (const callback of callbacks) await callback()
      return result
    },
    sweeper: (work) => as('insa_sweeper', '', (trx) => work({ db: trx })),
    reporter(organizationId, work) {
      const read = (on: Kysely<DB>) => {
        const confined = async (trx: Transaction<DB>) => {
          await confine(trx)
          return work({ db: trx })
        }
        return as('insa_reporter', organizationId, confined, on)
      }
      return replica ? replica.read(read, db) : read(db)
    },
    sealer: (work) => as('insa_sealer', '', (trx) => work({ db: trx })),
    async ping() {
      await track(() => sql`select 1`.execute(db))
    },
    pool,
    async hints() {
      const about = replica ? replicaHint(await replica.state(db)) : null
      return about ? [...hints, about] : [...hints]
    },
    replica: async () => (replica ? await replica.state(db) : null),
    async close() {
      closing = true
      // A PGlite that is closed under a transaction never ends it, and may never return (electric-sql/pglite#1084).
      await Promise.allSettled(running)
      await db.destroy()
      await replica?.close()
      await closeDriver()
    },
  }
}

/** A replica that is behind by less says nothing: it is waited for. Seconds. */
const LAG_TOLD_S = 2

function replicaHint({ answers, lagSeconds }: ReplicaState): DatabaseHint | null {
  const instead = 'reports are read from DATABASE_URL'
  if (!answers) return { hint: `The replica does not answer: ${instead}`, healthy: false }
  if (lagSeconds === null || lagSeconds < LAG_TOLD_S) return null
  return { hint: `The replica is ${Math.round(lagSeconds)} s behind: ${instead}`, healthy: false }
}

/**
 * Role and tenant in one round trip; `true` makes them local to the transaction. Written into the statement, for without
 * parameters the embedded database takes it in one message with the transaction's begin.
 */
async function takeOn(
  trx: Transaction<DB>,
  role: Role,
  organizationId: string,
  limits: RawBuilder<unknown> = sql``,
): Promise<void> {
  if (organizationId !== '' && !isUuid(organizationId)) throw new Error('No id of an organization.')
  await sql`${unawaited}select set_config('role', ${sql.lit(role)}, true), set_config('app.organization_id', ${sql.lit(organizationId)}, true)${limits}`.execute(
    trx,
  )
}

/** Longest statement, milliseconds: far above what any of ours takes, where nothing holds it up. */
const STATEMENT_TIMEOUT_MS = 60_000

/** A process that stopped in the middle of a transaction keeps what it has locked for so long. Milliseconds. */
const IDLE_TIMEOUT_MS = 30_000

const SERVER_LIMITS = sql`, set_config('statement_timeout', ${sql.lit(String(STATEMENT_TIMEOUT_MS))}, true),
  set_config('idle_in_transaction_session_timeout', ${sql.lit(String(IDLE_TIMEOUT_MS))}, true)`

/** Longest statement of a report, milliseconds. */
const REPORT_TIMEOUT_MS = 5_000

/** All local to the transaction. Without parallel workers: a report shall not take every core. */
const confine = (trx: Transaction<DB>) =>
  sql`select set_config('transaction_read_only', 'on', true), set_config('search_path', 'reports', true),
    set_config('statement_timeout', ${sql.lit(String(REPORT_TIMEOUT_MS))}, true), set_config('lock_timeout', '1000', true),
    set_config('max_parallel_workers_per_gather', '0', true)`.execute(trx)
