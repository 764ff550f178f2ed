/**
 * `npm run scripted-anthropic -- --port 0 --script FILE`: the scripted Messages API by itself. Prints one line of JSON with its
 * port and address, and runs until it is ended. The script's format: script.ts and docs/scripted-anthropic.md.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Script } from './script.ts'
import { startScriptedAnthropic } from './scripted-anthropic.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    script: { type: 'string' },
    'min-cache-tokens': { type: 'string', default: '4096' },
  },
})

const script = values.script
  ? Script.safeParse(JSON.parse(await readFile(values.script, 'utf8')))
  : Script.safeParse({})
if (!script.success) {
  process.stderr.write(`${values.script} is no script: ${script.error.message}\n`)
  process.exit(2)
}
const api = await startScriptedAnthropic({
  script: script.data,
  port: Number(values.port),
  minCacheTokens: Number(values['min-cache-tokens']),
})
process.stdout.write(`${JSON.stringify({ port: api.port, url: api.url })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void api.stop().then(() => process.exit(0)))
