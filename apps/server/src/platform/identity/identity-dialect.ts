/**
 * Lets a library that wants a Kysely of its own work on the identity tables: every query is one short transaction in
 * the role insa_identity. No connection is held between two of them, so PGlite's one session is never waited for.
 */
import {
  type CompiledQuery,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Database } from '../database/database.ts'

export function identityDialect(database: Database): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOf(database),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function driverOf(database: Database): Driver {
  const unsupported = async () => {
    throw new Error(
      'Queries of the identity library are transactions of their own; it must not open one.',
    )
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => ({
      executeQuery: <R>(query: CompiledQuery) =>
        database.identity((tx) => tx.db.executeQuery<R>(query)),
      // biome-ignore lint/correctness/useYield: there is nothing to yield, streams are refused
      streamQuery: async function* () {
        await unsupported()
      },
    }),
    beginTransaction: unsupported,
    commitTransaction: unsupported,
    rollbackTransaction: unsupported,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
}
