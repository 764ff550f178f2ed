/** A batch in lines: how far it is, what it waits for, when it will end. */
import type { QualificationBatch } from '@insa/contracts'
import { formatDollars } from './format-dollars.ts'
import type { Column } from './format-table.ts'
import { formatCount, plural, printable } from './format-text.ts'
import { formatAge, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

/** Ended, well or badly. */
export const doneOf = ({ succeeded, failed, cancelled }: QualificationBatch): number =>
  succeeded + failed + cancelled

/** What is held up, and by what; null where nothing is. */
export function waitLine({ waits_for, left, window, note }: QualificationBatch): string | null {
  if (waits_for === 'window')
    return `${plural(left, 'lead')} wait for ${formatInstant(window?.opens_at ?? '')}`
  return waits_for === null ? null : printable(note ?? `waits for ${waits_for}`)
}

export function printBatch(batch: QualificationBatch, out: Output): void {
  const { window, estimate } = batch
  const rows: [string, string][] = [
    ['batch', batch.id],
    ['status', batch.status],
    ['done', `${formatCount(batch.succeeded)} of ${formatCount(batch.total)}`],
    ['failed', formatCount(batch.failed)],
    ['cancelled', formatCount(batch.cancelled)],
    ['running', formatCount(batch.running)],
    ['left', formatCount(batch.left)],
    ['cost', `${formatDollars(batch.cost_usd)}, estimated ${formatDollars(estimatedUsd(batch))}`],
    ['engine', `${estimate.model ?? batch.engine}${batch.off_peak ? ', by Message Batches' : ''}`],
  ]
  if (window) rows.push(['hours', `${window.from} to ${window.to}, ${printable(window.time_zone)}`])
  const waits = waitLine(batch)
  if (waits) rows.push(['waits', waits])
  if (batch.items_per_minute !== null)
    rows.push(['rate', `${batch.items_per_minute.toLocaleString('en')} a minute`])
  if (batch.expected_end) rows.push(['expected end', formatInstant(batch.expected_end)])
  if (batch.finished_at) rows.push(['ended', formatInstant(batch.finished_at)])
  out.table(rows, [
    { title: 'BATCH', text: ([title]) => title },
    { title: '', flexible: true, wraps: true, text: ([, value]) => value },
  ])
}

const estimatedUsd = ({ off_peak, estimate }: QualificationBatch) =>
  (off_peak ? estimate.off_peak_usd : null) ?? estimate.usd

export const batchColumns = (now: number): readonly Column<QualificationBatch>[] => [
  { title: 'ID', text: ({ id }) => id },
  { title: 'STATUS', text: ({ status }) => status },
  {
    title: 'DONE',
    align: 'right',
    text: (batch) => `${formatCount(doneOf(batch))}/${formatCount(batch.total)}`,
  },
  { title: 'FAILED', align: 'right', text: ({ failed }) => formatCount(failed) },
  { title: 'COST', align: 'right', text: ({ cost_usd }) => formatDollars(cost_usd) },
  { title: 'AGE', align: 'right', text: ({ created_at }) => formatAge(created_at, now) },
  { title: 'WAITS', flexible: true, text: (batch) => waitLine(batch) ?? '' },
]
