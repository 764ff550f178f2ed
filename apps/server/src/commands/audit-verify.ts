/** `insa audit verify`: checks the trail of this machine's database, or an export that was kept somewhere. */
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CliError, EXIT } from '@insa/cli'
import { AuditHead } from '@insa/contracts'
import { type Config, readConfig } from '../config.ts'
import { createHeadSigner } from '../platform/audit/head-signature.ts'
import type { ChainReport } from '../platform/audit/verify-chain.ts'
import { verifyDatabase } from '../platform/audit/verify-database.ts'
import { NotAnExport, verifyExport } from '../platform/audit/verify-export.ts'
import { hasCluster } from '../platform/database/copy-cluster.ts'
import { DataDirectoryInUse } from '../platform/database/lock-data-directory.ts'
import { describeReports } from './audit-verify-words.ts'
import { openSite, readSecretKey, SECRET_KEY_FILE } from './open-site.ts'
import { processTerminal, type Terminal } from './terminal.ts'

export interface AuditVerifyOptions {
  /** Files with heads that were kept elsewhere. */
  head?: string[]
  /** The only key whose signatures count. */
  keyId?: string
  json?: boolean
}

/**
 * @param file an export; without it, the database is checked.
 * @returns whether everything holds.
 * @throws CliError for files that cannot be read, and while a server holds the data directory.
 */
export async function auditVerify(
  file: string | undefined,
  options: AuditVerifyOptions = {},
  config: Config = readConfig(),
  terminal: Terminal = processTerminal,
): Promise<boolean> {
  const elsewhere = (await Promise.all((options.head ?? []).map(readHeadFile))).flat()
  const checked = file
    ? [await checkFile(file, elsewhere)]
    : await checkDatabase(config, elsewhere, terminal)
  const own = file ? null : ownKeyId(config)
  const { keyId } = options
  const reports = checked.map((report) => {
    if (keyId) return withKnownKey(report, keyId)
    return own ? withOwnKey(report, own) : report
  })
  const holds = reports.every((report) => report.faults.length === 0)
  if (options.json) terminal.say(JSON.stringify({ holds, organizations: reports }, null, 2))
  else {
    for (const line of describeReports(reports, { ownKeyId: own, isFile: file !== undefined }))
      terminal.say(line)
  }
  return holds
}

async function checkDatabase(
  config: Config,
  elsewhere: readonly AuditHead[],
  terminal: Terminal,
): Promise<ChainReport[]> {
  if (!config.databaseUrl && !hasCluster(config.dataDir)) {
    throw new CliError(`There is no INSA CRM data in ${config.dataDir}.`, {
      exitCode: EXIT.notFound,
      hint: 'Name the directory with INSA_DATA_DIR, the server with DATABASE_URL, or an export: insa audit verify FILE.',
    })
  }
  terminal.progress('Checking …')
  try {
    const { database, unlock } = await openSite(config, () => undefined)
    try {
      return await verifyDatabase(database, elsewhere)
    } finally {
      await database.close()
      unlock()
    }
  } catch (error) {
    if (!(error instanceof DataDirectoryInUse)) throw error
    throw new CliError(error.message, {
      exitCode: EXIT.unavailable,
      hint: 'While it runs, check an export: insa audit export > audit.ndjson, then insa audit verify audit.ndjson.',
    })
  } finally {
    terminal.progress(null)
  }
}

async function checkFile(file: string, elsewhere: readonly AuditHead[]): Promise<ChainReport> {
  const input = createReadStream(file, 'utf8')
  // The interface would swallow what the stream says.
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    return await Promise.race([verifyExport(lines, elsewhere), failed])
  } catch (error) {
    if (error instanceof NotAnExport || isFileError(error)) throw unreadable(file, error)
    throw error
  } finally {
    input.destroy()
  }
}

/** As `insa audit head` prints it, several one after the other, or the lines of an export. */
async function readHeadFile(file: string): Promise<AuditHead[]> {
  try {
    const heads = findHeads(await readFile(file, 'utf8'))
    if (heads.length > 0) return heads
  } catch (error) {
    if (isFileError(error)) throw unreadable(file, error)
  }
  throw new CliError(`${file} holds no signed head.`, {
    exitCode: EXIT.invalidInput,
    hint: 'Such a file is made by: insa audit head > FILE.',
  })
}

function findHeads(text: string): AuditHead[] {
  const whole = AuditHead.safeParse(parseJson(text))
  if (whole.success) return [whole.data]
  return text
    .split('\n')
    .map(parseJson)
    .map((value) => (isHeadLine(value) ? value.head : value))
    .flatMap((value) => AuditHead.safeParse(value).data ?? [])
}

const isHeadLine = (value: unknown): value is { head: unknown } =>
  typeof value === 'object' && value !== null && 'head' in value

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error

const unreadable = (file: string, error: Error) =>
  new CliError(`${file}: ${error.message}`, { exitCode: EXIT.invalidInput })

/** What another key has signed proves nothing to somebody who knows the right one. */
function withKnownKey(report: ChainReport, keyId: string): ChainReport {
  const strange = report.keys.filter((key) => key !== keyId)
  const known = report.newest_head?.key_id === keyId
  if (strange.length === 0 && known) return report
  const message = known
    ? `Other keys have signed, too: ${strange.join(', ')}.`
    : `The key ${keyId} has not signed for the end of this trail; signed by: ${report.keys.join(', ') || 'nobody'}.`
  return {
    ...report,
    faults: [...report.faults, { kind: 'unknown_key', seq: report.last_seq, message }],
  }
}

/** The server signs once a minute; a trail that grew for so long without it was not this server's. Milliseconds. */
const SIGNED_BY_THEN_MS = 10 * 60_000

/** Whoever makes a chain anew without this site's key can only sign with another, or take the signatures away. */
function withOwnKey(report: ChainReport, keyId: string): ChainReport {
  const { keys, last_seq: seq, first_at, last_at } = report
  const grewForMs = Date.parse(last_at ?? '') - Date.parse(first_at ?? '')
  const fresh = keys.length === 0 && !(grewForMs > SIGNED_BY_THEN_MS)
  if (seq === null || fresh || keys.includes(keyId)) return report
  const message = `The key of this site, ${keyId}, has signed nothing of this trail; signed by: ${keys.join(', ') || 'nobody'}. Right after another INSA_SECRET_KEY, start the server once and check again.`
  return { ...report, faults: [...report.faults, { kind: 'unknown_key', seq, message }] }
}

/** null where this machine holds no secret: none is made for a look. */
function ownKeyId(config: Config): string | null {
  const here = config.secretKey ?? existsSync(join(config.dataDir, SECRET_KEY_FILE))
  return here ? createHeadSigner(readSecretKey(config)).keyId : null
}
