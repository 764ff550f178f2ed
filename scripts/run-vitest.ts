/** Runs one project of vitest and counts its tests, also when it crashes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countTests, type Outcome, Report } from './count-tests.ts'
import { runQuietly } from './run-quietly.mjs'
import { ROOT } from './setup-state.mjs'

/** Runs every test of the project; `env` reaches the tests. */
export async function runVitest(project: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-vitest-'))
  const file = join(folder, 'report.json')
  const args = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    ...[
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    ...['--silent=passed-only', '--no-color'],
  ]
  try {
    const { code, output } = await runQuietly(process.execPath, args, { cwd: ROOT, env })
    const report = await readFile(file, 'utf8').then(
      (text) => Report.parse(JSON.parse(text)),
      () => null,
    )
    return countTests(report, code, output)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
