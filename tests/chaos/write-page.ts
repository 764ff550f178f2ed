/** bench/CHAOS.md. */
import type { SeedResult } from './run-seed.ts'

export interface Run {
  seed: number
  executions: number
  /** Of the machine in the last minute, when it was over. */
  load: number
  result: SeedResult
}

export function writePage(runs: readonly Run[], cores: number): string {
  const broken = runs.flatMap(({ seed, result }) =>
    result.findings.filter((f) => !f.kept).map((f) => ({ seed, ...f })),
  )
  const rows = runs.map(({ seed, executions, load, result }) => {
    const { findings, faults, clock, seconds } = result
    const struck = Object.values(faults).reduce((sum, n) => sum + n, 0)
    const kept = findings.filter((f) => f.kept).length
    return `| ${seed} | ${executions} | ${struck} | ${clock} | ${kept} of ${findings.length} | ${seconds.toFixed(0)} s | ${load.toFixed(1)} |`
  })
  const faults = totals(runs)
  return [
    '# What is promised when things die',
    '',
    '`npm run chaos -- --seeds 20` writes this page: two API processes, two workers and two schedulers on one PostgreSQL and one Redis, with doubles of',
    'ERPNext and a mail server that count every effect and refuse none for being there already (ERPNext’s unique fields are off).',
    'Meanwhile they are struck as listed below, and one process’s clock is off by an hour.',
    '',
    `On ${cores} cores. ${broken.length === 0 ? 'All promises kept.' : `${broken.length} BROKEN.`}`,
    '',
    '| seed | executions | faults | clock off | promises kept | took | load |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...broken.map((b) => `\nSeed ${b.seed} broke: ${b.promise} (${b.found})`),
    '',
    '| fault | struck |',
    '| --- | --- |',
    ...faults.map(([name, n]) => `| ${name} | ${n} |`),
    '',
    `| promise, seed ${runs.at(-1)?.seed} | found |`,
    '| --- | --- |',
    ...(runs.at(-1)?.result.findings ?? []).map((f) => `| ${f.promise} | ${f.found} |`),
    '',
  ].join('\n')
}

function totals(runs: readonly Run[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const { result } of runs)
    for (const [name, n] of Object.entries(result.faults)) sums.set(name, (sums.get(name) ?? 0) + n)
  return [...sums]
}
