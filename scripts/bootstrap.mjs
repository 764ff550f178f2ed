/**
 * Behind `npm start`, `npm test` and the other scripts of package.json: brings a fresh clone to where our code can run,
 * then runs it on Node 24. Plain JavaScript without a dependency, because it is all there is on a bare machine (Node ≥ 20).
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ensureConsole } from './build-console.mjs'
import { ensurePackages } from './install-packages.mjs'
import { pinnedNode } from './pinned-node.mjs'
import { say } from './say.mjs'
import { ROOT, SetupError } from './setup-state.mjs'

/** @type {Record<string, { run: string[], console: boolean }>} the tests build the console themselves, as a counted step */
const COMMANDS = {
  start: { run: ['apps/server/bin/insa.mjs', 'up'], console: true },
  test: { run: ['scripts/test.ts'], console: false },
  evals: { run: ['tests/evals/run.ts'], console: false },
  bench: { run: ['bench/run.ts'], console: true },
  chaos: { run: ['tests/chaos/run.ts'], console: false },
  'scripted-anthropic': {
    run: ['apps/server/src/testing/scripted-anthropic/main.ts'],
    console: false,
  },
  'erpnext-double': {
    run: ['packages/mcp-servers/src/testing/erpnext-double/main.ts'],
    console: false,
  },
}

/** Milliseconds in which npm hands on a signal that it got together with us. */
const NPM_ECHO_MS = 150
/** Milliseconds between two looks at whether npm still lives. */
const PARENT_POLL_MS = 500

/** Node keeps compiled code here; it saved a fifth of the time to load the server's packages. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'node-compile')

const UNDER_NPM = process.env.npm_lifecycle_event !== undefined

/**
 * Hands signals on, each once. Ctrl-C on a terminal, or a service manager, signals the whole process group, the child
 * included, and npm sends us its own copy on top; a signal sent to npm alone comes to us once. So one that comes twice has
 * reached the child. A hang-up is not handed on: it always goes to the whole group.
 * (The scripts of package.json begin with `exec`, or npm would talk to a shell between us that hands on nothing.)
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  /** @type {Map<string, number>} how often each came within the window that its first opened */
  const counts = new Map()
  process.on('SIGHUP', () => undefined)
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && process.stdin.isTTY && !UNDER_NPM) return
      const count = (counts.get(signal) ?? 0) + 1
      counts.set(signal, count)
      if (count > 1) return
      const closeWindow = () => {
        if (counts.get(signal) === 1) child.kill(signal)
        counts.delete(signal)
      }
      setTimeout(closeWindow, UNDER_NPM ? NPM_ECHO_MS : 0)
    })
  }
}

/**
 * Ends the child when npm was killed so hard that it could not tell us, or it would go on without a terminal.
 * @param {import('node:child_process').ChildProcess} child
 */
function followParent(child) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    child.kill('SIGTERM')
  }, PARENT_POLL_MS)
  timer.unref()
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code, 128 + the signal's number after a kill, as a shell counts
 */
function run(node, args) {
  return new Promise((resolve, reject) => {
    const env = { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env }
    const child = spawn(node, args, { cwd: ROOT, stdio: 'inherit', env })
    forwardSignals(child)
    if (UNDER_NPM) followParent(child)
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']),
    )
  })
}

/** @param {readonly string[]} args */
async function main([name = '', ...args]) {
  const command = COMMANDS[name]
  if (!command)
    throw new SetupError(
      `Usage: node scripts/bootstrap.mjs ${Object.keys(COMMANDS).join('|')} [ARGS]`,
    )
  const interrupt = () => process.exit(130) // frees the lock and ends what we started
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  await ensurePackages()
  if (command.console) await ensureConsole()
  const node = pinnedNode()
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  const [script = '', ...first] = command.run
  return run(node, [join(ROOT, script), ...first, ...args])
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  say(
    error instanceof SetupError
      ? `\n${error.message}`
      : String(error instanceof Error ? error.stack : error),
  )
  if (process.argv[2] === 'test') console.log('0 passed, 1 failed')
  process.exitCode = 1
}
