import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DATABASE_KINDS, openTestDatabase, ownerQuery } from '../../testing/test-database.ts'
import type { Database } from '../database/database.ts'
import { recordAudit } from './audit.ts'
import { createHeadSigner } from './head-signature.ts'
import { createSealer, type Sealer } from './sealer.ts'
import { verifyDatabase } from './verify-database.ts'

const signer = createHeadSigner('a secret of this test, long enough to sign with')

describe.each(DATABASE_KINDS)('the sealer of the audit trail on %s', (kind) => {
  let database: Database
  let sealer: Sealer
  let problems: unknown[]
  let ours: string
  let theirs: string
  beforeAll(async () => {
    database = await openTestDatabase(kind)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    problems = []
    sealer = createSealer({ database, signer, onError: (error) => problems.push(error) })
    ours = await insertOrganization()
    theirs = await insertOrganization()
  })

  async function insertOrganization(): Promise<string> {
    const id = uuidv7()
    await database.identity(({ db }) =>
      db.insertInto('organizations').values({ id, name: 'Org', slug: id }).execute(),
    )
    return id
  }
  const add = (organizationId: string, n: number) =>
    database.tenant(organizationId, (tx) =>
      recordAudit(tx, {
        actor: 'user:ana@example.com',
        action: 'lead.created',
        correlationId: `c-${n}`,
        input: { n, share: 0.1, big: 12_345_678_901 },
        costUsd: '0.0123',
        durationMs: 3,
      }),
    )
  const addMany = async (organizationId: string, count: number) => {
    for (let n = 1; n <= count; n += 1) await add(organizationId, n)
  }
  const asOwner = (statement: string) => ownerQuery(database, sql.raw(statement))
  /** What is found about one organization, as [kind, number]. */
  const faults = async (
    organizationId: string,
    elsewhere: Parameters<typeof verifyDatabase>[1] = [],
  ) => {
    const reports = await verifyDatabase(database, elsewhere)
    const report = reports.find((r) => r.organization_id === organizationId)
    return report?.faults.map(({ kind: what, seq }) => [what, seq])
  }
  const chainOf = (organizationId: string) =>
    database.sealer(({ db }) =>
      db
        .selectFrom('audit_chain')
        .innerJoin('audit_entries as e', 'e.id', 'audit_chain.entry_id')
        .select(['seq', 'correlation_id'])
        .where('audit_chain.organization_id', '=', organizationId)
        .orderBy('seq')
        .execute(),
    )

  it('goes by the database’s clock, however far off that of its process is [processes.one-clock]', async () => {
    await add(ours, 1)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
    try {
      await sealer.sealAndSign(ours)
    } finally {
      vi.useRealTimers()
    }
    await add(ours, 2)
    const head = await sealer.sealAndSign(ours)
    expect(await faults(ours)).toEqual([])
    expect(Math.abs(Date.parse(String(head?.signed_at)) - Date.now())).toBeLessThan(60_000)
  })

  it('numbers and chains what is committed, in every organization for itself [audit.sealed]', async () => {
    await addMany(ours, 3)
    await addMany(theirs, 2)
    await sealer.sealAndSign(ours)
    await add(ours, 4)
    const head = await sealer.sealAndSign(ours)
    expect(head).toMatchObject({ organization_id: ours, seq: 4, key_id: signer.keyId })
    expect((await chainOf(ours)).map((l) => [Number(l.seq), l.correlation_id])).toEqual([
      [1, 'c-1'],
      [2, 'c-2'],
      [3, 'c-3'],
      [4, 'c-4'],
    ])
    expect((await chainOf(theirs)).map((l) => Number(l.seq))).toEqual([1, 2])
    expect(await faults(ours)).toEqual([])
    expect(await faults(theirs)).toEqual([])
    expect(problems).toEqual([])
  })

  it('signs for an organization that has done nothing: not at all', async () => {
    expect(await sealer.sealAndSign(ours)).toBeNull()
  })

  it('signs for one end once', async () => {
    await addMany(ours, 2)
    expect(await sealer.sealAndSign(ours)).toEqual(await sealer.sealAndSign(ours))
  })

  it('seals and signs what is left when it stops', async () => {
    sealer.start()
    await addMany(ours, 2)
    await sealer.stop()
    const [report] = (await verifyDatabase(database, [])).filter((r) => r.organization_id === ours)
    expect(report).toMatchObject({ entries: 2, waiting: 0, newest_head: { seq: 2 }, faults: [] })
  })

  it('tells of entries that are not sealed yet, and takes them for no fault', async () => {
    await addMany(ours, 2)
    const [report] = (await verifyDatabase(database, [])).filter((r) => r.organization_id === ours)
    expect(report).toMatchObject({ entries: 0, waiting: 2, faults: [] })
    await sealer.sealAndSign(ours)
  })

  it.each([
    ['changed', "update audit_entries set actor = 'user:nobody' where id = $1", ['changed', 2]],
    [
      'changed in what a tool was given',
      "update audit_entries set input = jsonb_set(input, '{n}', '3') where id = $1",
      ['changed', 2],
    ],
    [
      'changed by a microsecond',
      "update audit_entries set at = at + interval '1 microsecond' where id = $1",
      ['changed', 2],
    ],
    ['changed in its cost', 'update audit_entries set cost_usd = 0 where id = $1', ['changed', 2]],
    ['removed', 'delete from audit_entries where id = $1', ['removed', 2]],
    [
      'removed with its link',
      'with gone as (delete from audit_entries where id = $1) delete from audit_chain where entry_id = $1',
      ['removed', 2],
    ],
  ])(
    'leaves an entry no way to be %s unseen [audit.tampering]',
    async (_what, statement, found) => {
      await addMany(ours, 3)
      await sealer.sealAndSign(ours)
      const [row] = await database.sealer(({ db }) =>
        db
          .selectFrom('audit_chain')
          .select('entry_id')
          .where('organization_id', '=', ours)
          .where('seq', '=', 2)
          .execute(),
      )
      await asOwner(statement.replaceAll('$1', `'${row?.entry_id}'`))
      expect((await faults(ours))?.[0]).toEqual(found)
      expect(await faults(theirs)).toBeUndefined()
    },
  )

  it('leaves two entries no way to change places unseen [audit.tampering]', async () => {
    await addMany(ours, 4)
    await sealer.sealAndSign(ours)
    await asOwner(`delete from audit_chain where organization_id = '${ours}' and seq in (2, 3)`)
    const rows = await database.sealer(({ db }) =>
      db
        .selectFrom('audit_entries')
        .select('id')
        .where('organization_id', '=', ours)
        .orderBy('id')
        .execute(),
    )
    const [, second, third] = rows.map(({ id }) => id)
    await asOwner(`insert into audit_chain (organization_id, seq, entry_id, hash, sealed_at) values
      ('${ours}', 2, '${third}', repeat('a', 64), now()), ('${ours}', 3, '${second}', repeat('b', 64), now())`)
    expect((await faults(ours))?.[0]).toEqual(['changed', 2])
  })

  it('leaves no way to put an entry in past it [audit.tampering]', async () => {
    await addMany(ours, 2)
    await sealer.sealAndSign(ours)
    await asOwner('alter table audit_entries disable trigger await_seal')
    await add(ours, 99)
    await asOwner('alter table audit_entries enable trigger await_seal')
    await sealer.sealAndSign(ours)
    expect(await faults(ours)).toEqual([['inserted', null]])
  })

  it('says so when an entry was gone before its turn came', async () => {
    await addMany(ours, 2)
    await asOwner(
      `delete from audit_entries where organization_id = '${ours}' and correlation_id = 'c-1'`,
    )
    await sealer.sealAndSign(ours)
    expect(problems.map(String)).toEqual([expect.stringMatching(/gone before it was sealed/)])
  })

  it('is measured by a head from elsewhere: the end is cut, the chain made anew, all gone [audit.cut-end]', async () => {
    await addMany(ours, 4)
    const head = await sealer.sealAndSign(ours)
    if (!head) throw new Error('No head.')
    expect(await faults(ours, [head])).toEqual([])
    const gone = `organization_id = '${ours}' and seq > 2`
    await asOwner(`with gone as (delete from audit_chain where ${gone} returning entry_id)
      delete from audit_entries where id in (select entry_id from gone)`)
    await asOwner(`delete from audit_heads where ${gone}`)
    expect(await faults(ours)).toEqual([])
    expect(await faults(ours, [head])).toEqual([['cut_off', 4]])
    // It goes on after the cut, and reaches the number that was signed for.
    await addMany(ours, 2)
    await sealer.sealAndSign(ours)
    expect(await faults(ours)).toEqual([])
    expect(await faults(ours, [head])).toEqual([['rewritten', 4]])
    for (const table of ['audit_heads', 'audit_chain', 'audit_entries'])
      await asOwner(`delete from ${table} where organization_id = '${ours}'`)
    expect(await faults(ours)).toBeUndefined()
    expect(await faults(ours, [head])).toEqual([['cut_off', 4]])
  })

  it('seals each entry once when several processes seal at once', async () => {
    const others = Array.from({ length: 3 }, () =>
      createSealer({ database, signer, onError: (error) => problems.push(error) }),
    )
    const writing = Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 2 ? ours : theirs, n)))
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(others.map((s) => s.sealAndSign(ours)))
      await sleep(5)
    }
    await writing
    await Promise.all(others.map((s) => s.sealAndSign(theirs)))
    expect((await chainOf(ours)).length + (await chainOf(theirs)).length).toBe(40)
    expect([await faults(ours), await faults(theirs), problems]).toEqual([[], [], []])
  })
})

describe('the sealer on PostgreSQL', () => {
  it('misses nothing that a slow transaction commits after later ones were sealed [audit.sealed]', async () => {
    const database = await openTestDatabase('postgres')
    const sealer = createSealer({ database, signer, onError: () => undefined })
    const id = uuidv7()
    await database.identity(({ db }) =>
      db.insertInto('organizations').values({ id, name: 'Org', slug: id }).execute(),
    )
    const record = { actor: 'user:ana', action: 'x.y', correlationId: 'slow' }
    let commit: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let begun: () => void = () => undefined
    const inserted = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = database.tenant(id, async (tx) => {
      await recordAudit(tx, record)
      begun()
      await held
    })
    await inserted
    await database.tenant(id, (tx) => recordAudit(tx, { ...record, correlationId: 'quick' }))
    expect((await sealer.sealAndSign(id))?.seq).toBe(1)
    commit()
    await slow
    expect((await sealer.sealAndSign(id))?.seq).toBe(2)
    const [report] = await verifyDatabase(database, [])
    expect(report).toMatchObject({ entries: 2, waiting: 0, faults: [] })
    await database.close()
  })
})
