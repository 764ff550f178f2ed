/** JSON going into a jsonb column: stringified here, because drivers turn arrays into PostgreSQL arrays. */
import { type RawBuilder, sql } from 'kysely'

export const jsonb = <T>(value: T): RawBuilder<T> => sql<T>`${JSON.stringify(value)}::jsonb`
