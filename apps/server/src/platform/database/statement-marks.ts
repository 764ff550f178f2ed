/** What a PostgreSQL server's driver (postgres-dialect.ts) may do with a statement; in the embedded database they are comments. */
import { sql } from 'kysely'

/** Nobody reads its answer: it goes with the next one, or with the commit, which tell if it failed. In front of the text. */
export const UNAWAITED = '/* unawaited */ '
export const unawaited = sql.raw(UNAWAITED)

/** No other follows in its transaction: the commit goes with it. In front of the text, or behind a builder's `select`. */
export const LAST = '/* last */ '
export const last = sql.raw(LAST)

export const isLast = (text: string) => text.startsWith(LAST) || text.startsWith(`select ${LAST}`)
