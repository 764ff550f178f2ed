/** Checks an export, on any machine: needs neither the database nor a key. */
import { AuditExportLine, type AuditHead } from '@insa/contracts'
import type { SealedEntry } from './chain.ts'
import { type ChainReport, type ChainVerifier, createChainVerifier } from './verify-chain.ts'

/** What was handed in is no export at all. */
export class NotAnExport extends Error {
  override name = 'NotAnExport'
}

/**
 * @param lines as they stand in the file.
 * @param elsewhere signed heads that were kept outside.
 * @throws NotAnExport
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  elsewhere: readonly AuditHead[],
): Promise<ChainReport> {
  let verifier: ChainVerifier | undefined
  let ended = false
  let number = 0
  const seen = { entries: 0, heads: 0 }
  for await (const text of lines) {
    number += 1
    if (text.trim() === '') continue
    const line = parseLine(text, number)
    if (line.type === 'header') {
      if (verifier)
        throw new NotAnExport(`Line ${number} begins another export. Check one file at a time.`)
      verifier = open(line, elsewhere)
      continue
    }
    if (!verifier) throw new NotAnExport('The first line is not the header of an audit export.')
    if (line.type === 'head') {
      seen.heads += 1
      verifier.addHead(line.head, 'beside')
    } else if (line.type === 'entry') {
      seen.entries += 1
      verifier.add({
        ...line,
        sealedAt: line.sealed_at,
        entryId: idOf(line.entry),
        entry: entryOf(line.entry),
      })
    } else {
      ended = line.entries === seen.entries && line.heads === seen.heads
    }
  }
  if (!verifier) throw new NotAnExport('The file is empty.')
  return finish(verifier, ended)
}

function parseLine(text: string, number: number): AuditExportLine {
  const parsed = AuditExportLine.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  if (number === 1) throw new NotAnExport('The first line is not the header of an audit export.')
  throw new NotAnExport(`Line ${number} is not a line of an audit export.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function open(
  header: Extract<AuditExportLine, { type: 'header' }>,
  elsewhere: readonly AuditHead[],
): ChainVerifier {
  const start = { seq: header.after_seq, hash: header.after_hash }
  const verifier = createChainVerifier(header.organization_id, start)
  for (const head of elsewhere) {
    if (head.organization_id === header.organization_id) verifier.addHead(head, 'elsewhere')
  }
  return verifier
}

const idOf = (entry: Record<string, unknown>) => String(entry.id)
const entryOf = (entry: Record<string, unknown>): SealedEntry => ({ ...entry, id: idOf(entry) })

function finish(verifier: ChainVerifier, ended: boolean): ChainReport {
  const report = verifier.finish(0)
  const { last_seq, newest_head } = report
  if (!ended) {
    report.faults.push({
      kind: 'cut_off',
      seq: last_seq,
      message:
        'The file is not whole: its last line is missing, or counts other entries than there are.',
    })
  }
  if (last_seq !== null && newest_head?.seq !== last_seq) {
    report.faults.push({
      kind: 'unsigned',
      seq: last_seq,
      message: `Nobody has signed for the end, number ${last_seq}; an export is always signed for.`,
    })
  }
  return report
}
