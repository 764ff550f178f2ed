/**
 * `npm run chaos [-- --seeds N] [--leads N]`: processes and Redis die at random while work comes in, then the books are
 * read. Prints a table and writes it to bench/CHAOS.md; ends with 1 when a promise is broken.
 *
 * First form: PostgreSQL, ERPNext and clocks are not struck yet.
 */
import { writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { runSeed, type SeedResult } from './run-seed.ts'

const FILE = new URL('../../bench/CHAOS.md', import.meta.url)

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    leads: { type: 'string', default: '200' },
  },
})
const seeds = Number(values.seeds)
const leads = Number(values.leads)

const results: { seed: number; result: SeedResult }[] = []
for (let seed = 1; seed <= seeds; seed += 1) {
  console.log(`Seed ${seed}`)
  const result = await runSeed({ seed, leads, say: (line) => console.log(line) })
  results.push({ seed, result })
  for (const { promise, kept, found } of result.findings)
    console.log(`  ${kept ? '✓' : '✗'} ${promise}: ${found}`)
}

const broken = results.flatMap(({ seed, result }) =>
  result.findings.filter((f) => !f.kept).map((f) => ({ seed, ...f })),
)
const rows = results.map(({ seed, result }) => {
  const kept = result.findings.filter((f) => f.kept).length
  return `| ${seed} | ${result.faults} | ${kept} of ${result.findings.length} | ${result.seconds.toFixed(0)} s |`
})
const page = [
  '# What is promised when things die',
  '',
  '`npm run chaos` writes this page: an API, two workers and a scheduler on one PostgreSQL and one Redis, killed with -9 at random,',
  `Redis too, while ${leads} leads come in and each is qualified and told of by a mail. PostgreSQL, ERPNext and clocks are not struck yet.`,
  '',
  `On ${availableParallelism()} cores and ${Math.round(totalmem() / 1024 ** 3)} GB. ${broken.length === 0 ? 'All promises kept.' : `${broken.length} BROKEN.`}`,
  '',
  '| seed | faults | promises kept | took |',
  '| --- | --- | --- | --- |',
  ...rows,
  ...broken.map((b) => `\nSeed ${b.seed} broke: ${b.promise} (${b.found})`),
  '',
].join('\n')
await writeFile(FILE, page)
console.log(`\n${page}`)
process.exitCode = broken.length === 0 ? 0 : 1
