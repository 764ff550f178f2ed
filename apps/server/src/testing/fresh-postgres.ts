/** A database of its own on the tests' PostgreSQL. */
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'

export interface FreshPostgres {
  /** As the server's superuser, who owns it. Nothing is in it yet. */
  url: string
  drop(): Promise<void>
}

/** @throws when the tests were not started through vitest, which starts the server. */
export async function createFreshPostgres(): Promise<FreshPostgres> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests through vitest.')
  const name = `test_${uuidv7().replaceAll('-', '')}`
  await queryPostgres(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => void (await queryPostgres(server, `drop database ${name} with (force)`)),
  }
}

/** Runs statements over a connection of their own. @returns the rows of the last one. */
export async function queryPostgres(
  url: string,
  ...statements: string[]
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  // Of a server that dies the statement tells.
  client.on('error', () => undefined)
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
