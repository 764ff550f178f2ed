import { execFile } from 'node:child_process'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AuditHead } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAudit } from '../platform/audit/audit.ts'
import { exportTrail } from '../platform/audit/export-trail.ts'
import { createHeadSigner } from '../platform/audit/head-signature.ts'
import { createSealer } from '../platform/audit/sealer.ts'
import type { Database } from '../platform/database/database.ts'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { openPglite } from '../platform/database/open-pglite.ts'
import { makeSiteFolder, recordingTerminal, SECRET } from '../testing/site-folder.ts'
import { ownerQuery } from '../testing/test-database.ts'
import { auditVerify } from './audit-verify.ts'

const signer = createHeadSigner(SECRET)

describe('insa audit verify', () => {
  let site: Awaited<ReturnType<typeof makeSiteFolder>>
  let exported: string
  let headFile: string
  let head: AuditHead

  async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = await openPglite(site.dataDir)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }

  beforeAll(async () => {
    site = await makeSiteFolder()
    const { organizationId } = site
    exported = join(site.folder, 'audit.ndjson')
    headFile = join(site.folder, 'head.json')
    await withDatabase(async (database) => {
      const sealer = createSealer({ database, signer, onError: () => undefined })
      for (const correlationId of ['one', 'two', 'three', 'four']) {
        await database.tenant(organizationId, (tx) =>
          recordAudit(tx, { actor: 'user:ana', action: 'lead.created', correlationId }),
        )
      }
      const signed = await sealer.sealAndSign(organizationId)
      if (!signed) throw new Error('Nothing to sign for.')
      head = signed
      const lines: string[] = []
      for await (const line of exportTrail({
        organizationId,
        head,
        after: { seq: 0, hash: '' },
        signer,
        read: database.sealer,
      }))
        lines.push(JSON.stringify(line))
      await writeFile(exported, `${lines.join('\n')}\n`)
    })
    await writeFile(headFile, JSON.stringify(head))
  })
  afterAll(() => site.remove())

  async function verify(file?: string, options: Parameters<typeof auditVerify>[1] = {}) {
    const terminal = recordingTerminal()
    const holds = await auditVerify(file, options, site.config, terminal)
    return { holds, said: terminal.said.join('\n') }
  }
  /** The export with some of its lines changed. */
  async function altered(change: (lines: string[]) => string[]): Promise<string> {
    const lines = (await readFile(exported, 'utf8')).trim().split('\n')
    const file = join(site.folder, 'altered.ndjson')
    await writeFile(file, `${change(lines).join('\n')}\n`)
    return file
  }

  it('says that the trail of this database holds, by whose key, and what it cannot see [audit.verify]', async () => {
    const { holds, said } = await verify()
    expect(holds).toBe(true)
    expect(said).toContain('4 entries, number 1 to 4')
    expect(said).toContain(
      `for number 4, of ${head.signed_at}, by key ${signer.keyId}, of this site`,
    )
    expect(said).toMatch(/^OK: the audit trail holds\.$/m)
    expect(said).toContain('A cut at the end')
    expect(said).toContain('insa audit verify --head FILE')
  })

  it('compares it with a head that was kept elsewhere, and then has nothing to add [audit.verify]', async () => {
    const { holds, said } = await verify(undefined, { head: [headFile] })
    expect({ holds, warned: said.includes('A cut at the end') }).toEqual({
      holds: true,
      warned: false,
    })
    expect(said).toContain(
      '1 head from elsewhere compared: nothing before was cut off or made anew',
    )
  })

  it('prints the whole report as JSON', async () => {
    const { said } = await verify(undefined, { json: true })
    expect(JSON.parse(said)).toMatchObject({
      holds: true,
      organizations: [{ organization_id: site.organizationId, entries: 4, faults: [] }],
    })
  })

  it('checks an export without the database [audit.verify]', async () => {
    const { holds, said } = await verify(exported, { head: [headFile] })
    expect(holds).toBe(true)
    expect(said).toContain('4 entries, number 1 to 4')
    expect(said).toContain('whether that key is the right one')
  })

  it('takes heads that were appended to one file, and those of an older export', async () => {
    const many = join(site.folder, 'heads.ndjson')
    await writeFile(many, `${JSON.stringify(head)}\n`)
    await appendFile(many, `${JSON.stringify(head)}\n`)
    expect((await verify(exported, { head: [many] })).said).toContain('2 heads from elsewhere')
    expect((await verify(undefined, { head: [exported] })).holds).toBe(true)
  })

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    [
      'an entry was changed in it',
      (lines) => lines.map((l) => l.replace('"correlation_id":"two"', '"correlation_id":"zwei"')),
      /Number 2 is not what was sealed: lead\.created by user:ana/,
    ],
    [
      'an entry was taken out of it',
      (lines) => lines.filter((l) => !l.includes('"correlation_id":"two"')),
      /Number 2 is not in the chain any more/,
    ],
    [
      'two entries changed places in it',
      ([a = '', b = '', c = '', d = '', ...rest]) => [a, b, d, c, ...rest],
      /comes after number 2/,
    ],
    ['its end is missing', (lines) => lines.slice(0, -1), /The file is not whole/],
    [
      'its last entry and the heads are missing',
      (lines) => [
        ...lines.filter((l) => !/"type":"(head|end)"|"correlation_id":"four"/.test(l)),
        '{"type":"end","entries":3,"heads":0}',
      ],
      /Nobody has signed for the end, number 3/,
    ],
    [
      'a head was changed in it',
      (lines) => lines.map((l) => l.replace(/"signed_at":"20\d\d/, '"signed_at":"2001')),
      /not signed by the key that it names/,
    ],
  ])('finds that %s [audit.tampering]', async (_what, change, words) => {
    const { holds, said } = await verify(await altered(change))
    expect(holds).toBe(false)
    expect(said).toMatch(words)
    expect(said).toContain('BROKEN: this audit trail does not hold.')
  })

  it('accepts no other key where the right one is named', async () => {
    expect((await verify(exported, { keyId: signer.keyId })).holds).toBe(true)
    const { holds, said } = await verify(exported, { keyId: '0123456789abcdef' })
    expect(holds).toBe(false)
    expect(said).toContain('The key 0123456789abcdef has not signed for the end')
  })

  it('finds that this site’s own key has signed nothing, as when another made the trail anew [audit.tampering]', async () => {
    const config = { ...site.config, secretKey: 'the secret of a site that never signed here' }
    const terminal = recordingTerminal()
    expect(await auditVerify(undefined, {}, config, terminal)).toBe(false)
    expect(terminal.said.join('\n')).toMatch(/has signed nothing of this trail; signed by: \w+/)
    const named = { keyId: signer.keyId }
    expect(await auditVerify(undefined, named, config, recordingTerminal())).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['some other file', '{"type":"lead"}\n'],
    ['no JSON', 'PK\u0003\u0004'],
  ])('does not take %s for an export', async (_what, content) => {
    const file = join(site.folder, 'other')
    await writeFile(file, content)
    await expect(verify(file)).rejects.toMatchObject({ exitCode: 5 })
    await expect(verify(exported, { head: [file] })).rejects.toMatchObject({ exitCode: 5 })
  })

  it('says when there is no such file, no data, or a server at work', async () => {
    await expect(verify(join(site.folder, 'none'))).rejects.toMatchObject({ exitCode: 5 })
    await expect(
      auditVerify(undefined, {}, { ...site.config, dataDir: join(site.folder, 'none') }),
    ).rejects.toMatchObject({ exitCode: 4 })
    const unlock = lockDataDirectory(site.dataDir, 'pid 1')
    await expect(verify()).rejects.toMatchObject({
      exitCode: 7,
      hint: expect.stringContaining('insa audit export'),
    })
    unlock()
  })

  it('ends with 0 when all holds and with 9 when something is broken [audit.verify]', async () => {
    const insa = new URL('../../bin/insa.mjs', import.meta.url)
    const run = (file: string) =>
      promisify(execFile)(process.execPath, [fileURLToPath(insa), 'audit', 'verify', file]).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (failed: { code: number; stdout: string }) => failed,
      )
    expect(await run(exported)).toMatchObject({ code: 0, stdout: expect.stringContaining('OK:') })
    expect(await run(await altered((lines) => lines.slice(0, -1)))).toMatchObject({
      code: 9,
      stdout: expect.stringContaining('BROKEN:'),
    })
  })

  it('finds what was changed in the database, and at which entry [audit.tampering]', async () => {
    await withDatabase(async (database) => {
      await ownerQuery(
        database,
        sql`update audit_entries set actor = 'user:eve' where correlation_id = 'three'`,
      )
    })
    const { holds, said } = await verify()
    expect(holds).toBe(false)
    expect(said).toContain('✗ Number 3 is not what was sealed: lead.created by user:eve')
  })
})
