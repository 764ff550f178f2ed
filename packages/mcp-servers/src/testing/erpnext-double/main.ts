/**
 * `npm run erpnext-double -- --port 0 [--seed S] [--faults F] [--version 15|16] [--bare]`: the Frappe REST double by itself. Prints
 * one line of JSON with its address and its users' keys, and runs until it is ended.
 */
import { parseArgs } from 'node:util'
import { startErpnextDouble } from './erpnext-double.ts'
import { type FaultPlan, parseFaults } from './faults.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '' },
    version: { type: 'string', default: '15' },
    leads: { type: 'string', default: '12' },
    bare: { type: 'boolean', default: false },
  },
})

const double = await startErpnextDouble({
  port: Number(values.port),
  seed: Number(values.seed),
  version: values.version === '16' ? 16 : 15,
  masters: values.bare ? 'bare' : 'wizard',
  leads: Number(values.leads),
  faults: readFaults(values.faults),
})
process.stdout.write(
  `${JSON.stringify({ port: double.port, url: double.url, keys: double.keys })}\n`,
)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void double.stop().then(() => process.exit(0)))

function readFaults(text: string): FaultPlan {
  try {
    return parseFaults(text)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(2)
  }
}
