/**
 * `npm run bench [-- PART… [--soak MINUTES] [--times N]]`: measures what is promised about speed, prints it as it comes, keeps it in
 * RESULTS.md. Exit code 1 when a promise is missed.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { benchApi } from './api.ts'
import { benchBatches } from './batches.ts'
import { benchConsole } from './console.ts'
import { benchCrm } from './crm.ts'
import { benchEngines } from './engines.ts'
import { benchGateway } from './gateway.ts'
import { benchMcpServers } from './mcp-servers.ts'
import { type Figure, isKept, type Say, toLine } from './measure.ts'
import { toSection, withSection } from './results.ts'
import { benchScale } from './scale.ts'
import { benchSoak } from './soak.ts'
import { benchStart } from './start.ts'
import { benchSync } from './sync.ts'

interface Part {
  /** The title of its section. */
  title: string
  /** Gives each figure as soon as it is measured. */
  bench: (say: Say) => AsyncIterable<Figure>
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { soak: { type: 'string', default: '30' }, times: { type: 'string', default: '3' } },
})
const onPostgres = Boolean(process.env.DATABASE_URL)
const PARTS: Record<string, Part> = {
  // A first start makes its database, so it is measured on the embedded one.
  ...(onPostgres ? {} : { start: { title: 'start', bench: benchStart } }),
  console: { title: 'console', bench: benchConsole },
  ...(onPostgres ? {} : { engines: { title: 'engines', bench: benchEngines } }),
  gateway: { title: 'gateway', bench: benchGateway },
  'mcp-servers': { title: 'mcp servers', bench: benchMcpServers },
  api: { title: `api on ${onPostgres ? 'PostgreSQL' : 'PGlite'}`, bench: benchApi },
  batches: { title: `batches on ${onPostgres ? 'PostgreSQL' : 'PGlite'}`, bench: benchBatches },
  sync: {
    title: `exchange with ERPNext on ${onPostgres ? 'PostgreSQL' : 'PGlite'}`,
    bench: benchSync,
  },
  crm: { title: `crm on ${onPostgres ? 'PostgreSQL' : 'PGlite'}`, bench: benchCrm },
  // Both bring their own servers.
  scale: {
    title: 'processes on PostgreSQL and Redis',
    bench: (say) => benchScale(say, Number(values.times)),
  },
  soak: { title: 'memory over time', bench: (say) => benchSoak(say, Number(values.soak)) },
}

const RESULTS = new URL('RESULTS.md', import.meta.url)
const processors = cpus()
const machine = `${processors.length} cores (${processors[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`

const wanted = positionals.length > 0 ? positionals : Object.keys(PARTS)
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}
const startedAt = performance.now()
for (const [name, { title, bench }] of Object.entries(PARTS)) {
  if (!wanted.includes(name)) continue
  const say: Say = (line) => {
    const seconds = String(Math.round((performance.now() - startedAt) / 1000)).padStart(4)
    console.error(`${seconds} s  ${name}: ${line}`)
  }
  say('begins')
  const figures: Figure[] = []
  for await (const figure of bench(say)) {
    say(toLine(figure))
    figures.push(figure)
  }
  const section = toSection(machine, figures)
  console.log(`\n${title}\n\n${section}\n`)
  await writeFile(RESULTS, withSection(await readFile(RESULTS, 'utf8'), title, section))
  if (!figures.every(isKept)) process.exitCode = 1
}
