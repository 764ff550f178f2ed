/** Counts the tests of a vitest run from its JSON report. */
import { z } from 'zod'

/** What a step of `npm test` has to say. Checks count as one each, tests one by one. */
export interface Outcome {
  passed: number
  failed: number
  /** Shown when something failed. */
  output: string
}

/** What we read of the JSON report. */
export const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/**
 * A test that did not run proves nothing: skipped and to-do tests count as failed, and so do a file that cannot be read
 * and a crash outside any test.
 * @param report null when the run wrote none
 * @param code the exit code of vitest, or why it had none
 */
export function countTests(
  report: z.infer<typeof Report> | null,
  code: number | string,
  output: string,
): Outcome {
  if (!report)
    return { passed: 0, failed: 1, output: `${output}\nvitest ended with ${code} and no report` }
  const tests = report.testResults.flatMap((f) => f.assertionResults)
  const passed = tests.filter((t) => t.status === 'passed').length
  const broken = report.testResults.filter(
    (f) => f.status === 'failed' && !f.assertionResults.some((t) => t.status === 'failed'),
  )
  const notRun = tests.filter((t) => t.status !== 'passed' && t.status !== 'failed')
  const failed = tests.length - passed + broken.length
  const notes = notRun.map((t) => `not run: ${t.fullName}`)
  if (tests.length === 0) notes.push('there are no tests')
  // An error outside any test (an unhandled rejection, a crashed worker) fails the run without failing a test.
  const unnamed = failed === 0 && (code !== 0 || tests.length === 0) ? 1 : 0
  if (unnamed) notes.push(`vitest ended with ${code}`)
  return { passed, failed: failed + unnamed, output: [output, ...notes].join('\n') }
}
