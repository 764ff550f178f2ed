import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Two on the smallest machine we support; above four, each worker's embedded database costs more than it saves. */
const WORKERS = Math.min(4, Math.max(2, availableParallelism()))

const REAL_PARTS = {
  globalSetup: ['tests/postgres.global.ts', 'tests/redis.global.ts', 'tests/scratch.global.ts'],
  pool: 'forks' as const,
  // Our modules do nothing when imported, so test files can share them: it saves most of the time.
  isolate: false,
  // Real processes and databases on a machine that may be busy: these only say when to give up.
  testTimeout: 90_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
}

export default defineConfig({
  test: {
    allowOnly: false,
    maxWorkers: WORKERS,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,bench,packages,scripts,tests}/**/*.test.{ts,tsx}'],
          exclude: [
            '**/node_modules/**',
            '**/dist/**',
            'tests/e2e/**',
            'tests/attacks/attacks.test.ts',
          ],
          ...REAL_PARTS,
        },
      },
      {
        // Beside the unit tests in npm test: they start whole processes and wait for them, one file after the other.
        test: { name: 'processes', include: ['tests/e2e/process/**/*.test.ts'], ...REAL_PARTS },
      },
      {
        // Nearly two hundred runs of the real Claude Code: a step of its own in npm test.
        test: {
          name: 'attacks',
          include: ['tests/attacks/attacks.test.ts'],
          globalSetup: 'tests/postgres.global.ts',
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/e2e/browser/**/*.test.ts'],
          globalSetup: ['tests/postgres.global.ts', 'tests/chromium.global.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
