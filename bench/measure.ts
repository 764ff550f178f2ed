/** Figures: milliseconds of one thing done many times, and what is promised of them. */

/** One line of the table. */
export interface Figure {
  what: string
  measured: number
  unit: string
  promised: number
  /** The promise is so much or more; so much or less where this is left out. */
  atLeast?: true
  /** How it came about: runs, requests. */
  how: string
}

/** Tells whoever waits at the terminal how far it is. */
export type Say = (line: string) => void

export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Milliseconds of each of `times` runs, one after the other, after `warmUp` that are not counted. */
export async function timeEach(
  times: number,
  work: (i: number) => Promise<unknown>,
  warmUp = 20,
): Promise<number[]> {
  for (let i = 0; i < warmUp; i += 1) await work(i)
  const ms: number[] = []
  for (let i = 0; i < times; i += 1) {
    const startedAt = performance.now()
    await work(warmUp + i)
    ms.push(performance.now() - startedAt)
  }
  return ms
}

/** A figure as one line, for the terminal. */
export const toLine = (f: Figure): string =>
  `${f.what}: ${digits(f.measured)} ${f.unit} (promised ${sign(f)} ${f.promised})${isKept(f) ? '' : ' MISSED'}`

export const isKept = (f: Figure): boolean =>
  f.atLeast ? f.measured >= f.promised : f.measured <= f.promised

const sign = (f: Figure) => (f.atLeast ? '≥' : '≤')

const digits = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)

export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((f) => [
    f.what,
    `${digits(f.measured)} ${f.unit}`,
    `${sign(f)} ${f.promised} ${f.unit}`,
    isKept(f) ? 'kept' : 'MISSED',
    f.how,
  ])
  const head = ['what', 'measured', 'promised', '', 'how']
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i]?.length ?? 0)))
  const line = (cells: string[]) =>
    `| ${cells.map((c, i) => c.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((w) => '-'.repeat(w))), ...rows.map(line)].join('\n')
}
