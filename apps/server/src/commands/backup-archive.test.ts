import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type BackupManifest,
  BackupUnreadable,
  readArchive,
  writeArchive,
} from './backup-archive.ts'

describe('the archive of a backup', () => {
  const content = {
    version: '1.2.3',
    createdAt: new Date('2030-05-06T07:08:09Z'),
    migrations: ['0001_first.sql'],
    payload: new Blob(['what the database dumped, '.repeat(1000)]),
    secretKey: Buffer.from('a key'),
  }
  const ignore = () => undefined
  let folder: string
  let whole: string
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'insa-archive-'))
    whole = newFile()
    await writeArchive(whole, content, ignore)
  })

  afterAll(() => rm(folder, { recursive: true }))

  const newFile = () => join(folder, `${count++}.tar.gz`)

  async function entriesOf(file: string): Promise<Record<string, Buffer>> {
    const entries: Record<string, Buffer> = {}
    const archive = extract()
    const reading = pipeline(createReadStream(file), createGunzip(), archive)
    for await (const entry of archive) entries[entry.header.name] = await buffer(entry)
    await reading
    return entries
  }

  async function archiveOf(entries: Record<string, Buffer | string>): Promise<string> {
    const file = newFile()
    const archive = pack()
    for (const [name, bytes] of Object.entries(entries)) archive.entry({ name }, bytes)
    archive.finalize()
    await pipeline(archive, createGzip(), createWriteStream(file))
    return file
  }

  /** The whole archive with another manifest. */
  async function withManifest(change: (manifest: BackupManifest) => object): Promise<string> {
    const entries = await entriesOf(whole)
    const manifest = JSON.parse(String(entries['manifest.json'])) as BackupManifest
    return archiveOf({ ...entries, 'manifest.json': JSON.stringify(change(manifest)) })
  }

  const refusal = async (file: string) => {
    const error: unknown = await readArchive(file, null, ignore).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(BackupUnreadable)
    return (error as BackupUnreadable).message
  }

  it('gives back what went in, and tells how far it is', async () => {
    const progress: [number, number][] = []
    const to = join(folder, 'payload')
    const { manifest, secretKey } = await readArchive(whole, to, (...p) => progress.push(p))
    expect(manifest).toMatchObject({ version: '1.2.3', created_at: '2030-05-06T07:08:09.000Z' })
    expect(secretKey).toEqual(content.secretKey)
    expect(await readFile(to, 'utf8')).toBe(await content.payload.text())
    expect(progress.at(-1)).toEqual([content.payload.size, content.payload.size])
  })

  it('opens with any tar, its manifest first', async () => {
    expect(Object.keys(await entriesOf(whole))).toEqual([
      'manifest.json',
      'secret-key',
      'pgdata.tar',
    ])
  })

  it('can do without a key', async () => {
    const file = newFile()
    await writeArchive(file, { ...content, secretKey: null }, ignore)
    expect(await readArchive(file, null, ignore)).toMatchObject({
      secretKey: null,
      manifest: { secret_key: null },
    })
  })

  it('is refused when it was cut off anywhere', async () => {
    const { size } = await stat(whole)
    for (let length = 0; length < size; length += 13) {
      const file = newFile()
      await writeFile(file, await readFile(whole))
      await truncate(file, length)
      expect(await refusal(file)).toMatch(/cut off|no manifest/)
    }
  })

  it('is refused when a part of it is another than the manifest says', async () => {
    const entries = await entriesOf(whole)
    const payload = await archiveOf({ ...entries, 'pgdata.tar': 'another' })
    expect(await refusal(payload)).toBe(
      'its pgdata.tar does not match the checksum in its manifest',
    )
    const key = await archiveOf({ ...entries, 'secret-key': 'b key' })
    expect(await refusal(key)).toBe('its secret-key does not match the checksum in its manifest')
    const { 'pgdata.tar': _, ...headless } = entries
    expect(await refusal(await archiveOf(headless))).toContain('pgdata.tar does not match')
    expect(await refusal(await withManifest((m) => ({ ...m, secret_key: null })))).toContain(
      'secret-key does not match',
    )
  })

  it('is refused when its manifest is none of ours, saying what is wrong', async () => {
    expect(await refusal(await withManifest((m) => ({ ...m, format: 'insa-backup-2' })))).toContain(
      'format',
    )
    expect(await refusal(await archiveOf({ 'manifest.json': '{' }))).toBe(
      'its manifest.json is not JSON',
    )
    expect(await refusal(await archiveOf({ 'letter.txt': 'hello', '../../escape': 'x' }))).toBe(
      'it holds no manifest.json',
    )
    expect(await refusal(await archiveOf({ 'manifest.json': 'x'.repeat(1_000_001) }))).toContain(
      'too large',
    )
  })
})
