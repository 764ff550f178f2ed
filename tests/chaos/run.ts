/**
 * `npm run chaos [-- --seeds N] [--first N] [--executions N] [--per-second N] [--lease S] [--without GUARDS]`: processes, Redis, PostgreSQL,
 * the network and clocks fail at random while work comes in, then the books are read. Prints a table and writes it to
 * bench/CHAOS.md; ends with 1 when a promise is broken. With guards taken out (mails, erpnext, tools, answers: without-guards.mjs)
 * it has to find that, and writes nothing.
 */
import { writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { runSeed, type SeedResult } from './run-seed.ts'
import { type Run, writePage } from './write-page.ts'

const FILE = new URL('../../bench/CHAOS.md', import.meta.url)

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    executions: { type: 'string', default: '2000' },
    'per-second': { type: 'string', default: '25' },
    lease: { type: 'string', default: '6' },
    without: { type: 'string' },
  },
})
const seeds = Number(values.seeds)
const first = Number(values.first)
const executions = Number(values.executions)
const without = values.without?.split(',') ?? []

const results: Run[] = []
for (let seed = first; seed < first + seeds; seed += 1) {
  console.log(`Seed ${seed}`)
  const result = await runSeed({
    seed,
    executions,
    perSecond: Number(values['per-second']),
    leaseS: Number(values.lease),
    processes: { api: 2, worker: 2, scheduler: 2 },
    without,
    say: (line) => console.log(line),
  })
  results.push({ seed, executions, load: loadavg()[0] ?? 0, result })
  tell(result)
}

const broken = results.some(({ result }) => result.findings.some((f) => !f.kept))
const page = writePage(results, availableParallelism())
console.log(`\n${page}`)
if (without.length === 0) await writeFile(FILE, page)
process.exitCode = broken ? 1 : 0

function tell({ findings }: SeedResult): void {
  for (const { promise, kept, found } of findings)
    console.log(`  ${kept ? '✓' : '✗'} ${promise}: ${found}`)
}
