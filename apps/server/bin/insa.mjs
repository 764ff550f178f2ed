#!/usr/bin/env node
// The entry of every `insa` command. TypeScript runs as it stands on Node 24; an older Node hands over to the pinned one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const NEEDED_MAJOR = 24
const self = fileURLToPath(import.meta.url)
const major = Number(process.versions.node.split('.')[0])

/** Commands that go on until they are stopped. */
const SERVING = ['up', 'api', 'worker', 'scheduler']
/**
 * The start and every burst of work leave a young heap that Node would keep at its size for good: 100 MB that nobody uses. In MB. Node
 * takes it at its beginning only (a flag that is set later does nothing), so the process begins anew with it, under the same id.
 */
const YOUNG_HEAP = '--max-semi-space-size=16'

function keepYoungHeapSmall() {
  const isSet = process.execArgv.some((arg) => arg.startsWith('--max-semi-space-size'))
  // There is no execve on Windows.
  if (isSet || !SERVING.includes(process.argv[2] ?? '') || !process.execve) return
  const args = [process.execPath, ...process.execArgv, YOUNG_HEAP, self, ...process.argv.slice(2)]
  process.execve(process.execPath, args)
}

if (major >= NEEDED_MAJOR) {
  // node:sqlite (the data directory's lock) calls itself experimental at every start.
  const warn = process.emitWarning.bind(process)
  process.emitWarning = (/** @type {[string, any]} */ ...args) =>
    String(args[0]).includes('SQLite is an experimental feature') ? undefined : warn(...args)
  keepYoungHeapSmall()
  // Stripped and compiled modules are kept between starts.
  enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/insa', import.meta.url)))
  const args = process.argv.slice(2)
  const { main } = await (args[0] === 'mcp'
    ? import('../src/mcp-main.ts')
    : import('../src/main.ts'))
  await main(args)
} else {
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
  if (!existsSync(pinned)) {
    console.error(
      `insa needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}. Run "npm start" once: it brings its own.`,
    )
    process.exit(1)
  }
  const { status } = spawnSync(pinned, [self, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(status ?? 1)
}
