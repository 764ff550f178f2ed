/** What `insa audit verify` says: what is broken where, and what a check like this cannot find. */
import type { ChainReport } from '../platform/audit/verify-chain.ts'

interface Circumstances {
  /** Of this machine, if it is known. */
  ownKeyId: string | null
  isFile: boolean
}

export function describeReports(
  reports: readonly ChainReport[],
  circumstances: Circumstances,
): string[] {
  if (reports.length === 0) return ['The audit trail has no entry yet.']
  const broken = reports.filter((report) => report.faults.length > 0).length
  return [
    ...reports.flatMap((report) => [...describe(report, circumstances), '']),
    broken > 0
      ? `BROKEN: ${broken === 1 ? 'this audit trail does not hold' : `${broken} of ${reports.length} audit trails do not hold`}.`
      : `OK: ${reports.length === 1 ? 'the audit trail holds' : `all ${reports.length} audit trails hold`}.`,
    ...(reports.some((r) => r.heads_from_elsewhere === 0) ? CUT_END : []),
  ]
}

/** Nothing inside a chain tells that it once was longer. */
const CUT_END = [
  'A cut at the end, or a whole trail made anew by somebody who holds the signing key, shows only beside a signed head that',
  'was kept elsewhere: insa audit head > FILE (now and then, on another machine), then insa audit verify --head FILE.',
]

function describe(report: ChainReport, { ownKeyId, isFile }: Circumstances): string[] {
  const { faults, newest_head: head, waiting } = report
  const lines = [
    `Organization ${report.organization_id}`,
    report.last_seq === null
      ? '  no sealed entry'
      : `  ${count(report.entries, 'entry', 'entries')}, number ${report.first_seq} to ${report.last_seq}, sealed ${report.first_at} to ${report.last_at}`,
  ]
  if (waiting > 0) {
    lines.push(
      `  ${count(waiting, 'entry waits', 'entries wait')} for the sealer, which runs with the server`,
    )
  }
  if (head) {
    const whose = head.key_id === ownKeyId ? ', of this site' : ''
    lines.push(
      `  ${count(report.heads, 'signed head', 'signed heads')}; the newest that agrees is for number ${head.seq}, of ${head.signed_at}, by key ${head.key_id}${whose}`,
    )
  } else
    lines.push(
      `  no signed head agrees with it${report.heads > 0 ? '' : ': nobody has signed yet'}`,
    )
  if (report.heads_from_elsewhere > 0) {
    lines.push(
      `  ${count(report.heads_from_elsewhere, 'head', 'heads')} from elsewhere compared: ${faults.length === 0 ? 'nothing before was cut off or made anew' : 'see below'}`,
    )
  }
  const strangers = ownKeyId ? report.keys.filter((key) => key !== ownKeyId) : []
  if (strangers.length > 0) {
    lines.push(
      `  other keys than this site's have signed: ${strangers.join(', ')}. Right after another INSA_SECRET_KEY; otherwise ask who did`,
    )
  }
  if (isFile && head) {
    lines.push(
      '  whether that key is the right one, only its owner can say: compare it, or name it with --key-id',
    )
  }
  return [...lines, ...faults.map(({ message }) => `  ✗ ${message}`)]
}

const count = (n: number, one: string, many: string) =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`
