/** What `npm test` runs, in the order in which a mistake is cheapest to learn of. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureConsole } from './build-console.mjs'
import type { Outcome } from './count-tests.ts'
import { ensurePromtool } from './ensure-promtool.ts'
import { runQuietly } from './run-quietly.mjs'
import { runVitest } from './run-vitest.ts'
import { ROOT } from './setup-state.mjs'

export interface Step {
  name: string
  /** For `--only`: a step is also chosen by its group. */
  group: 'checks' | 'tests'
  title: string
  /** Tests get the servers and the browser that the runner prepared. */
  needs: readonly ('postgres' | 'redis' | 'chromium')[]
  /** Tests of one stage run side by side, one stage after the other. */
  stage?: 'parts' | 'attacks' | 'browser'
  run(env: NodeJS.ProcessEnv): Promise<Outcome>
}

const SOURCES = ['apps', 'packages', 'scripts', 'tests', 'bench', 'vitest.config.ts']
const TYPESCRIPT_PROJECTS = ['.', 'apps/console', 'tests/e2e/browser']

/** A program of node_modules, by the file that its package names in `bin`. */
const tool = (file: string, ...args: string[]) =>
  runQuietly(process.execPath, [join(ROOT, 'node_modules', file), ...args], { cwd: ROOT })

const ours = (script: string, ...args: string[]) =>
  runQuietly(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT })

function check(
  name: string,
  title: string,
  run: () => Promise<{ code: number | string; output: string }[]>,
): Step {
  return {
    name,
    group: 'checks',
    title,
    needs: [],
    run: async () => {
      const results = await run()
      const ok = results.every((r) => r.code === 0)
      return {
        passed: ok ? 1 : 0,
        failed: ok ? 0 : 1,
        output: results.map((r) => r.output).join(''),
      }
    },
  }
}

async function consoleBuilds(): Promise<{ code: number; output: string }[]> {
  try {
    await ensureConsole((_, work) => work())
    return [{ code: 0, output: '' }]
  } catch (error) {
    return [{ code: 1, output: error instanceof Error ? error.message : String(error) }]
  }
}

/** depcruise warns that it cannot use TypeScript 7; it reads our imports through swc. */
async function boundaries() {
  const config = ['--config', '.dependency-cruiser.mjs']
  const result = await tool('dependency-cruiser/bin/dependency-cruiser.mjs', ...config, ...SOURCES)
  return [{ ...result, output: result.output.replace(/\n‼ missing-tsc-transpiler[\s\S]*/, '') }]
}

/** Checks of files that a script writes, so that they cannot fall behind their source. */
const GENERATED = [
  { name: 'env-example', title: '.env.example is up to date', script: 'scripts/env-example.ts' },
  { name: 'schema', title: 'schema.sql is up to date', script: 'scripts/generate-schema.ts' },
].filter(({ script }) => existsSync(join(ROOT, script)))

/** What Prometheus itself says of our alert rules: are they valid, and do they fire when they should and only then. */
async function alertRules(): Promise<Outcome> {
  const promtool = await ensurePromtool()
  const cwd = join(ROOT, 'deploy/prometheus')
  const results = [
    await runQuietly(promtool, ['check', 'rules', 'insa.rules.yml'], { cwd }),
    await runQuietly(promtool, ['test', 'rules', 'insa.rules.test.yml'], { cwd }),
  ]
  const failed = results.filter((r) => r.code !== 0)
  return {
    passed: results.length - failed.length,
    failed: failed.length,
    output: failed.map((r) => r.output).join(''),
  }
}

export const STEPS: readonly Step[] = [
  check('console', 'console builds', consoleBuilds),
  check('format', 'format and lint', async () => [
    await tool(
      '@biomejs/biome/bin/biome',
      'check',
      '--error-on-warnings',
      '--colors=off',
      '--max-diagnostics=500',
    ),
  ]),
  check('types', 'types', () =>
    Promise.all(TYPESCRIPT_PROJECTS.map((project) => tool('typescript/bin/tsc', '-p', project))),
  ),
  check('boundaries', 'boundaries', boundaries),
  check('unused', 'unused code', async () => [
    await tool('knip/bin/knip.js', '--no-progress', '--no-config-hints'),
  ]),
  ...GENERATED.map(({ name, title, script }) =>
    check(name, title, async () => [await ours(script, '--check')]),
  ),
  {
    name: 'alert-rules',
    group: 'tests',
    title: 'alert rules, by promtool',
    needs: [],
    run: alertRules,
  },
  {
    name: 'unit',
    group: 'tests',
    title: 'unit and integration',
    needs: ['postgres', 'redis'],
    stage: 'parts',
    run: (env) => runVitest('unit', env),
  },
  {
    // They wait more than they work: for leases of the dead, for elections. The others use the cores meanwhile.
    name: 'processes',
    group: 'tests',
    title: 'whole processes',
    needs: ['postgres', 'redis'],
    stage: 'parts',
    run: (env) => runVitest('processes', env),
  },
  {
    // Some minutes of both cores; beside other tests its runs would meet limits of time instead of defences.
    name: 'attacks',
    group: 'tests',
    title: 'attacks, through Claude Code',
    needs: ['postgres'],
    stage: 'attacks',
    run: (env) => runVitest('attacks', env),
  },
  {
    name: 'browser',
    group: 'tests',
    title: 'browser',
    needs: ['postgres', 'chromium'],
    stage: 'browser',
    run: (env) => runVitest('browser', env),
  },
]
