/**
 * Kysely on the embedded database, with fewer calls into it than Kysely's own driver makes. A call costs more than most of our
 * statements: one without parameters is sent as one message instead of five, and a transaction begins in the message of its
 * first statement, which is the one that takes on its role.
 */
import type { PGlite, Results } from '@electric-sql/pglite'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PGliteDialect,
  type QueryResult,
} from 'kysely'

export class FastPgliteDialect extends PGliteDialect {
  readonly #pglite: PGlite

  constructor(pglite: PGlite) {
    super({ pglite })
    this.#pglite = pglite
  }

  override createDriver() {
    return createDriver(this.#pglite) as ReturnType<PGliteDialect['createDriver']>
  }
}

/** Kysely lets one caller at a time have the only connection, from a transaction's begin to its end. */
function createDriver(pglite: PGlite): Driver {
  const connection = new PgliteConnection(pglite)
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: async () => connection.begin(),
    commitTransaction: () => connection.end('commit'),
    rollbackTransaction: () => connection.end('rollback'),
    releaseConnection: async () => undefined,
    // Who opened it closes it.
    destroy: async () => undefined,
  }
}

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite
  #beginsNext = false

  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  begin(): void {
    this.#beginsNext = true
  }

  /** @throws AbortedTransactionError for a commit after a statement that failed: the database has rolled back. */
  async end(command: 'commit' | 'rollback'): Promise<void> {
    if (this.#takeBegin()) return
    const [result] = await this.#pglite.exec(command)
    if (command === 'commit' && result?.command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const begins = this.#takeBegin()
    if (parameters.length === 0) {
      const results = await this.#pglite.exec(begins ? `begin; ${sql}` : sql)
      return toResult<R>(results.at(-1))
    }
    if (begins) await this.#pglite.exec('begin')
    return toResult<R>(await this.#pglite.query(sql, [...parameters]))
  }

  // biome-ignore lint/correctness/useYield: the interface wants it, and nobody calls it
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The embedded database does not stream.')
  }

  #takeBegin(): boolean {
    const begins = this.#beginsNext
    this.#beginsNext = false
    return begins
  }
}

const toResult = <R>(result: Results | undefined): QueryResult<R> => ({
  rows: (result?.rows ?? []) as R[],
  ...(result?.affectedRows === undefined ? {} : { numAffectedRows: BigInt(result.affectedRows) }),
})
