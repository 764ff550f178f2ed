/** The file of an embedded backup: a .tar.gz of a manifest, the secret key and the cluster's dump. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type ExtractEvents, extract, type Pack, pack } from 'tar-stream'
import { z } from 'zod'

const MANIFEST = 'manifest.json'
const SECRET_KEY = 'secret-key'
const PAYLOAD = 'pgdata.tar'

/** The manifest and the key are a few hundred bytes: more is no backup of ours, and is not read into memory. */
const LARGEST_SMALL_ENTRY = 1_000_000

const PIECE_BYTES = 1_000_000

const Checked = z.object({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })

const BackupManifest = z.object({
  format: z.literal('insa-backup-1'),
  /** Of the program that made it. */
  version: z.string(),
  created_at: z.iso.datetime(),
  /** The migrations that the database has seen: an older program cannot know what newer ones did. */
  migrations: z.array(z.string()).min(1),
  payload: Checked,
  /** null where the site's key comes from INSA_SECRET_KEY. */
  secret_key: Checked.nullable(),
})
export type BackupManifest = z.infer<typeof BackupManifest>

/** What goes into a backup. */
export interface BackupContent {
  version: string
  createdAt: Date
  migrations: string[]
  payload: Blob
  secretKey: Buffer | null
}

/** The file is damaged, cut off, or not ours. The message says which. */
export class BackupUnreadable extends Error {
  override name = 'BackupUnreadable'
}

/** Bytes done, of how many. */
export type OnBytes = (done: number, total: number) => void

/** Writes the archive to a new file that only its owner can read, and waits until it is on the disk. */
export async function writeArchive(
  file: string,
  content: BackupContent,
  onBytes: OnBytes,
): Promise<BackupManifest> {
  const { payload, secretKey } = content
  const manifest: BackupManifest = {
    format: 'insa-backup-1',
    version: content.version,
    created_at: content.createdAt.toISOString(),
    migrations: content.migrations,
    payload: { bytes: payload.size, sha256: await sha256(piecesOf(payload)) },
    secret_key: secretKey && {
      bytes: secretKey.length,
      sha256: await sha256([secretKey]),
    },
  }
  const archive = pack()
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true })
  const fill = async () => {
    const mtime = content.createdAt
    await addSmall(archive, { name: MANIFEST, mtime }, `${JSON.stringify(manifest, null, 2)}\n`)
    if (secretKey) await addSmall(archive, { name: SECRET_KEY, mtime }, secretKey)
    const entry = archive.entry({ name: PAYLOAD, mode: 0o600, mtime, size: payload.size })
    await pipeline(piecesOf(payload), counting(payload.size, onBytes), entry)
    archive.finalize()
  }
  await Promise.all([pipeline(archive, createGzip(), target), fill()])
  return manifest
}

export interface ReadBackup {
  manifest: BackupManifest
  secretKey: Buffer | null
}

/**
 * Reads an archive to its end and checks every part against the manifest.
 * @param payloadTo file that the cluster's dump is written to; null only checks.
 * @throws BackupUnreadable when anything is missing, cut off or changed.
 */
export async function readArchive(
  file: string,
  payloadTo: string | null,
  onBytes: OnBytes,
): Promise<ReadBackup> {
  const parts = await readParts(file, payloadTo, onBytes).catch((error: Error) => {
    // Writing the dump can fail too: a full disk is not the backup's fault.
    if ((error as NodeJS.ErrnoException).syscall) throw error
    throw new BackupUnreadable(`it is cut off, damaged or no backup: ${error.message}`)
  })
  const manifest = parseManifest(parts.manifest)
  if (!same(manifest.payload, parts.payload)) throw changed(PAYLOAD)
  const { secretKey } = parts
  const keyFound = secretKey && {
    bytes: secretKey.length,
    sha256: await sha256([secretKey]),
  }
  if (!same(manifest.secret_key, keyFound)) throw changed(SECRET_KEY)
  return { manifest, secretKey }
}

/** A part of the archive as it is read. */
type TarEntry = ExtractEvents['entry'][1]

type Checksum = z.infer<typeof Checked>

const same = (a: Checksum | null, b: Checksum | null) =>
  a?.bytes === b?.bytes && a?.sha256 === b?.sha256

const changed = (part: string) =>
  new BackupUnreadable(`its ${part} does not match the checksum in its manifest`)

interface Parts {
  manifest: Buffer | null
  secretKey: Buffer | null
  payload: Checksum | null
}

async function readParts(file: string, payloadTo: string | null, onBytes: OnBytes): Promise<Parts> {
  const parts: Parts = { manifest: null, secretKey: null, payload: null }
  const entries = extract()
  const take = async () => {
    for await (const entry of entries) {
      const { name } = entry.header
      if (name === MANIFEST) parts.manifest = await readSmall(entry)
      else if (name === SECRET_KEY) parts.secretKey = await readSmall(entry)
      else if (name === PAYLOAD) parts.payload = await readPayload(entry, payloadTo, onBytes)
      else entry.resume()
    }
  }
  await Promise.all([pipeline(createReadStream(file), createGunzip(), entries), take()])
  return parts
}

async function readPayload(
  entry: TarEntry,
  to: string | null,
  onBytes: OnBytes,
): Promise<Checksum> {
  const bytes = entry.header.size ?? 0
  const hash = createHash('sha256')
  const hashing = counting(bytes, onBytes, (chunk) => hash.update(chunk))
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(entry, hashing, to ? createWriteStream(to, { mode: 0o600 }) : nowhere())
  return { bytes, sha256: hash.digest('hex') }
}

async function readSmall(entry: TarEntry): Promise<Buffer> {
  const { name, size = 0 } = entry.header
  if (size > LARGEST_SMALL_ENTRY) throw new Error(`${name} is too large`)
  return buffer(entry)
}

function parseManifest(bytes: Buffer | null): BackupManifest {
  if (!bytes) throw new BackupUnreadable(`it holds no ${MANIFEST}`)
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new BackupUnreadable(`its ${MANIFEST} is not JSON`)
  }
  const parsed = BackupManifest.safeParse(json)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  throw new BackupUnreadable(`its ${MANIFEST} is not one this version reads (${faults.join('; ')})`)
}

function addSmall(
  archive: Pack,
  header: Parameters<Pack['entry']>[0],
  content: string | Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ mode: 0o600, ...header }, content, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

/** Passes bytes on and tells how many have come by. */
function counting(total: number, onBytes: OnBytes, see?: (chunk: Buffer) => void): Transform {
  let done = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length
      see?.(chunk)
      onBytes(done, total)
      next(null, chunk)
    },
  })
}

async function sha256(pieces: AsyncIterable<Buffer> | Buffer[]): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** In pieces: a blob in memory would come as one, and nothing could be said of its progress. */
async function* piecesOf(blob: Blob): AsyncGenerator<Buffer> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    yield Buffer.from(await blob.slice(at, at + PIECE_BYTES).arrayBuffer())
  }
}
