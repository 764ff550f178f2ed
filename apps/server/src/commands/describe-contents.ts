/** What a database holds, in words: the proof that a restored one answers. */
import type { Database } from '../platform/database/database.ts'

/** `1 organization, 3 people, 20 leads`. */
export async function describeContents(database: Database): Promise<string> {
  const { organizations, people } = await database.identity(async ({ db }) => ({
    organizations: await db.selectFrom('organizations').select('id').execute(),
    people: await db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
  }))
  let leads = 0
  for (const { id } of organizations) {
    const { n } = await database.tenant(id, ({ db }) =>
      db
        .selectFrom('leads')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow(),
    )
    leads += n
  }
  return [
    plural(organizations.length, 'organization', 'organizations'),
    plural(people.n, 'person', 'people'),
    plural(leads, 'lead', 'leads'),
  ].join(', ')
}

const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
