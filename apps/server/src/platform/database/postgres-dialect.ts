/**
 * Kysely on a PostgreSQL server, with fewer round trips and less planning than Kysely's own driver: a transaction's begin and
 * what takes on its role are sent together with its first other statement, and what is asked again and again is prepared.
 */
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { createPreparedNames } from './prepared-names.ts'
import { isLast, UNAWAITED } from './statement-marks.ts'

export class FastPostgresDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  /** @param pool its clients send without waiting for the answer before (`pipeline: true`). */
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver() {
    return createDriver(this.#pool) as ReturnType<PostgresDialect['createDriver']>
  }
}

type NameOf = (sql: string) => string | undefined

function createDriver(pool: pg.Pool): Driver {
  const nameOf = createPreparedNames()
  const of = (connection: DatabaseConnection) => connection as PostgresConnection
  return {
    init: async () => undefined,
    acquireConnection: async () => new PostgresConnection(await pool.connect(), nameOf),
    beginTransaction: async (connection) => of(connection).begin(),
    commitTransaction: (connection) => of(connection).commit(),
    rollbackTransaction: (connection) => of(connection).rollBack(),
    releaseConnection: async (connection) => of(connection).release(),
    destroy: () => pool.end(),
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #nameOf: NameOf
  #beginsNext = false
  /** Sent, and perhaps not answered yet. */
  #unawaited: Promise<unknown> | null = null
  /** The commit, when it was sent with the last statement. */
  #ended: Promise<pg.QueryResult> | null = null
  #isBroken = false

  constructor(client: pg.PoolClient, nameOf: NameOf) {
    this.#client = client
    this.#nameOf = nameOf
  }

  begin(): void {
    this.#beginsNext = true
  }

  /** @throws AbortedTransactionError after a statement that failed: the database has rolled back. */
  async commit(): Promise<void> {
    if (this.#takeBegin()) return
    const { command } = await this.#answered(this.#ended ?? this.#client.query('commit'))
    if (command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollBack(): Promise<void> {
    if (this.#takeBegin()) return
    try {
      // What failed before it was told when it was waited for.
      this.#unawaited = null
      // A commit that was sent after a statement that failed is a rollback.
      await (this.#ended ?? this.#client.query('rollback'))
    } catch (error) {
      this.#isBroken = true
      throw error
    }
  }

  release(): void {
    this.#client.release(this.#isBroken)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#ended) throw new Error('The transaction has ended with the statement before.')
    const begins = this.#takeBegin()
    if (sql.startsWith(UNAWAITED)) {
      const together = begins && parameters.length === 0
      if (begins && !together) this.#sendUnawaited('begin', [])
      this.#sendUnawaited(together ? `begin; ${sql}` : sql, parameters)
      return { rows: [] }
    }
    if (begins) this.#sendUnawaited('begin', [])
    this.#holdBack()
    const answer = this.#send(sql, parameters)
    if (isLast(sql)) {
      this.#ended = this.#client.query('commit')
      // Told by the commit.
      this.#ended.catch(() => undefined)
    }
    return toResult<R>(await this.#answered(answer))
  }

  // biome-ignore lint/correctness/useYield: the interface wants it, and nobody calls it
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Nothing is streamed.')
  }

  #send(text: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    if (parameters.length === 0) return this.#client.query(text)
    const name = this.#nameOf(text)
    return this.#client.query({ text, values: [...parameters], ...(name ? { name } : {}) })
  }

  #sendUnawaited(text: string, parameters: readonly unknown[]): void {
    this.#holdBack()
    const sent = this.#send(text, parameters)
    const all = this.#unawaited ? Promise.all([this.#unawaited, sent]) : sent
    // Told by the next statement.
    all.catch(() => undefined)
    this.#unawaited = all
  }

  /** What is sent until the next turn of the event loop is one message to the operating system. */
  #holdBack(): void {
    const { stream } = this.#client.connection
    stream.cork()
    process.nextTick(() => stream.uncork())
  }

  /** @throws what failed first. */
  async #answered(answer: Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    const before = this.#unawaited
    if (!before) return answer
    this.#unawaited = null
    const [sent, answered] = await Promise.allSettled([before, answer])
    if (sent.status === 'rejected') throw sent.reason
    if (answered.status === 'rejected') throw answered.reason
    return answered.value
  }

  #takeBegin(): boolean {
    const begins = this.#beginsNext
    this.#beginsNext = false
    return begins
  }
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

const toResult = <R>({ rows, command, rowCount }: pg.QueryResult): QueryResult<R> => ({
  rows: (rows ?? []) as R[],
  ...(CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
})
