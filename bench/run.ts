/** `npm run bench`: measures what is promised about speed, prints the table, keeps it in RESULTS.md. Exit code 1 when a promise is missed. */
import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { benchApi } from './api.ts'
import { benchConsole } from './console.ts'
import { toTable } from './measure.ts'
import { benchStart } from './start.ts'

const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${
  process.env.DATABASE_URL ? 'PostgreSQL' : 'PGlite'
}`
const parts = { start: benchStart, console: benchConsole, api: benchApi }
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
const figures = []
for (const [name, bench] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`measuring ${name} …`)
  figures.push(...(await bench()))
}
const table = toTable(figures)
console.log(`\n${machine}\n\n${table}\n`)
if (wanted.length === 0) {
  const file = new URL('RESULTS.md', import.meta.url)
  await writeFile(
    file,
    `# What is promised about speed\n\nBy \`npm run bench\` on ${machine}.\n\n${table}\n`,
  )
}
if (figures.some((f) => f.measured > f.promised)) process.exitCode = 1
