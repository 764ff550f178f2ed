/**
 * Rings when a canary record is read. There are two doors at which records leave: the answers of the API (watch-answers.ts; the
 * console, the CLI, keys, MCP clients and reports all come that way) and the answers of tools to agents (watch-gateway.ts). Both
 * ask here what they are about to hand out. Nothing that reads rows has to know of canaries.
 */
import type { CanaryAlarm, CanaryOutcome } from '@insa/contracts'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../audit/audit.ts'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { FindMembers } from '../identity/find-members.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import {
  type AlarmRecord,
  type AlarmRow,
  countMailed,
  countReading,
  findGoingOn,
  insertAlarm,
  listMarks,
  lockAlarms,
} from './canaries.store.ts'
import { canaryMail } from './canary-mail.ts'
import { findMarks, type Mark, type Speech } from './find-marks.ts'

/** Who reads, and how. */
export interface Reading {
  organizationId: string
  kind: CanaryAlarm['reader_kind']
  /** As the audit trail names them. */
  reader: string
  /** The tool or the route. */
  via: string
  executionId: string | null
  correlationId: string
  outcome: CanaryOutcome
}

export interface CanaryWatch {
  /** @returns the canaries that a text speaks of; none, and no time spent, where the organization has none. */
  find(organizationId: string, text: string, speech: Speech): Promise<readonly Mark[]>
  /** Kept before the reader has its answer: nobody reads and stays unnoticed because the process died. @returns whether it rang. */
  ring(reading: Reading, marks: readonly Mark[]): Promise<boolean>
  /** The organization's canaries have changed. */
  forget(organizationId: string): void
}

export interface CanaryWatchDeps {
  database: Database
  publish: Publish
  mailer: Mailer
  publicUrl: () => string
  findMembers: FindMembers
  metrics: Metrics
  logger: Logger
}

/** Another process's marks, and changed records, are known after this time. Milliseconds. */
const KNOWN_FOR_MS = 15_000
/** What the same reader does within it is one alarm. Seconds. */
const SAME_S = 15 * 60
/** So many alarms an hour are mailed; the console shows all. */
const MAILS_PER_HOUR = 12
/** Who marks a record has it on the screen. Milliseconds. */
const MARKING_MS = 5 * 60_000

export function createCanaryWatch(deps: CanaryWatchDeps): CanaryWatch {
  const known = new Map<string, { marks: Promise<readonly Mark[]>; until: number }>()
  const marksOf = (organizationId: string): Promise<readonly Mark[]> => {
    const found = known.get(organizationId)
    if (found && found.until > Date.now()) return found.marks
    const marks = deps.database.tenant(organizationId, listMarks)
    known.set(organizationId, { marks, until: Date.now() + KNOWN_FOR_MS })
    // The next one asks anew.
    marks.catch(() => known.delete(organizationId))
    return marks
  }
  return {
    async find(organizationId, text, speech) {
      return findMarks(await marksOf(organizationId), text, speech)
    },
    async ring(reading, marks) {
      const strange = marks.filter((mark) => !isMarking(reading, mark))
      if (strange.length === 0) return false
      await sound(deps, reading, strange)
      return true
    },
    forget: (organizationId) => void known.delete(organizationId),
  }
}

const isMarking = ({ reader }: Reading, { markedBy, markedAt }: Mark): boolean =>
  reader === markedBy && Date.now() - markedAt.getTime() < MARKING_MS

async function sound(
  deps: CanaryWatchDeps,
  reading: Reading,
  marks: readonly Mark[],
): Promise<void> {
  const { database, metrics, logger } = deps
  metrics.canaryRead(reading.kind, reading.outcome)
  const level = reading.outcome === 'listed' ? 'note' : 'alarm'
  // Before the transaction: who is a member stands in tables that a tenant does not see.
  const people = level === 'alarm' ? await deps.findMembers(reading.organizationId) : []
  const told = people.filter(({ role }) => role === 'administrator').map(({ email }) => email)
  await database.tenant(reading.organizationId, async (tx) => {
    await lockAlarms(tx)
    const { reader, executionId } = reading
    const goingOn = await findGoingOn(tx, { reader, executionId, level, withinS: SAME_S })
    if (goingOn) await goOn(deps, tx, reading, goingOn, marks)
    else await begin(deps, tx, reading, { level, marks, told })
  })
  if (level === 'alarm')
    logger.warn({ reader: reading.reader, via: reading.via }, 'A canary record was read')
}

async function begin(
  { mailer, publish, publicUrl }: CanaryWatchDeps,
  tx: TenantTx,
  reading: Reading,
  { level, marks, told }: { level: CanaryAlarm['level']; marks: readonly Mark[]; told: string[] },
): Promise<void> {
  const id = uuidv7()
  const { kind: readerKind, ...what } = reading
  const mailed = level === 'alarm' && (await countMailed(tx, 3600)) < MAILS_PER_HOUR
  await insertAlarm(tx, { ...what, id, level, readerKind, records: marks.map(toRecord), mailed })
  await audit(tx, reading, id, marks)
  if (level === 'note') return
  await publish(tx, { type: 'canary.read', alarm_id: id })
  if (!mailed) return
  const news = { ...what, at: new Date(), publicUrl: publicUrl() }
  for (const to of told) await mailer.queue(tx, canaryMail({ ...news, to }))
}

/** Counted; and told again where it has come to more records than before. */
async function goOn(
  { publish }: CanaryWatchDeps,
  tx: TenantTx,
  reading: Reading,
  { id, records, outcome }: AlarmRow,
  marks: readonly Mark[],
): Promise<void> {
  const before = records as AlarmRecord[]
  const isNew = ({ canaryId }: Mark) => !before.some((r) => r.canary_id === canaryId)
  const added = marks.filter(isNew)
  // What was got weighs more than what was refused before or after.
  const worst = outcome === 'read' ? 'read' : reading.outcome
  const all = [...before, ...added.map(toRecord)]
  await countReading(tx, id, { records: all, outcome: worst, via: reading.via })
  if (added.length === 0 && worst === outcome) return
  await audit(tx, reading, id, marks)
  if (reading.outcome !== 'listed') await publish(tx, { type: 'canary.read', alarm_id: id })
}

const audit = (tx: TenantTx, reading: Reading, alarmId: string, marks: readonly Mark[]) =>
  recordAudit(tx, {
    actor: reading.reader,
    action: `canary.${reading.outcome}`,
    subject: { type: 'canary_alarm', id: alarmId },
    ...(reading.executionId ? { executionId: reading.executionId } : {}),
    correlationId: reading.correlationId,
    details: { via: reading.via, records: marks.map((m) => `${m.recordType} ${m.recordId}`) },
  })

const toRecord = (mark: Mark): AlarmRecord => ({
  canary_id: mark.canaryId,
  record_type: mark.recordType,
  record_id: mark.recordId,
  title: mark.title,
})
