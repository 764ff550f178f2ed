import { describe, expect, it } from 'vitest'
import { countTests } from './count-tests.ts'

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: tests.map((t, i) => ({ fullName: `test ${i}`, status: t })),
})
const counts = (files: ReturnType<typeof file>[] | null, code = 0) => {
  const { passed, failed } = countTests(files && { testResults: files }, code, '')
  return { passed, failed }
}

describe('counting a run of vitest', () => {
  it('counts what passed and what failed', () => {
    expect(counts([file('failed', 'passed', 'failed', 'passed')], 1)).toEqual({
      passed: 2,
      failed: 1,
    })
  })

  it('counts a test that did not run as failed, and names it', () => {
    expect(counts([file('passed', 'passed', 'skipped', 'todo')])).toEqual({ passed: 1, failed: 2 })
    expect(countTests({ testResults: [file('passed', 'skipped')] }, 0, '').output).toContain(
      'not run: test 0',
    )
  })

  it('counts a file that could not be loaded', () => {
    expect(counts([file('failed'), file('passed', 'passed')], 1)).toEqual({ passed: 1, failed: 1 })
  })

  it('counts a crash that no test is blamed for', () => {
    expect(counts([file('passed', 'passed')], 1)).toEqual({ passed: 1, failed: 1 })
    expect(counts(null, 137)).toEqual({ passed: 0, failed: 1 })
  })

  it('does not let a run without tests pass', () => {
    expect(counts([], 0)).toEqual({ passed: 0, failed: 1 })
  })
})
