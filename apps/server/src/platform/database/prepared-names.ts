/** Which statements are prepared: their parsing, policies and plan are then made once a connection instead of every time. */

/** What is asked once (texts with literals, reports) would only fill the server's memory. */
const PREPARED_AFTER = 3
/** A connection keeps at most so many plans. */
const MOST_PREPARED = 400
const MOST_COUNTED = 2_000
/** Longer ones are of many rows, with another text for each number of them. Characters. */
const LONGEST_PREPARED = 4_000

/** A migration that adds a column, while we run, would make the kept statement fail. */
const EVERY_COLUMN = /\b(select|returning)\s+(\S+\.)?\*/i

/** @returns the name under which a text is prepared; undefined where it is not. */
export function createPreparedNames(): (sql: string) => string | undefined {
  const names = new Map<string, string>()
  const seen = new Map<string, number>()
  return (sql) => {
    const name = names.get(sql)
    if (name !== undefined || names.size >= MOST_PREPARED) return name
    if (sql.length > LONGEST_PREPARED || EVERY_COLUMN.test(sql)) return undefined
    const times = (seen.get(sql) ?? 0) + 1
    if (times < PREPARED_AFTER) {
      if (seen.size >= MOST_COUNTED) seen.clear()
      seen.set(sql, times)
      return undefined
    }
    seen.delete(sql)
    names.set(sql, `insa_${names.size}`)
    return names.get(sql)
  }
}
