/** The whole program with the tool agent and an MCP double that keeps a book: where approvals are tested. */
import type { Approval, Execution } from '@insa/contracts'
import { expect } from 'vitest'
import { type DoubleSite, doubleSite } from './mcp-double/double-site.ts'
import { type TestApp, type TestAppOptions, testApp } from './test-app.ts'
import { type ToolAgentOptions, toolAgent } from './tool-agent.ts'

export interface ApprovalSite {
  app: TestApp
  double: DoubleSite
  /** What a second start of the program needs to be the same one. */
  options: Omit<TestAppOptions, 'database'>
  execution(id: string): Promise<Execution>
  /** Waits until it has this status. */
  reaches(id: string, status: Execution['status']): Promise<Execution>
  /** The question that the run asks; waits for it. */
  questionOf(executionId: string): Promise<Approval>
  close(): Promise<void>
}

export async function approvalSite(
  agent: Partial<ToolAgentOptions> = {},
  asked: Pick<TestAppOptions, 'database' | 'working'> = {},
): Promise<ApprovalSite> {
  const double = doubleSite()
  const mcp = { file: double.config, candidates: [], variable: () => undefined }
  const childEnvironment = { PATH: process.env.PATH ?? '' }
  const options = {
    config: { mcp, childEnvironment },
    agents: [toolAgent({ tools: ['mcp__double__*'], ...agent })],
  }
  const app = await testApp({ ...options, ...asked })
  await reviewDouble(app)
  const execution = (id: string) => app.acme.as('viewer').executions.get(id)
  const reaches: ApprovalSite['reaches'] = async (id, status) => {
    await expect
      .poll(async () => (await execution(id)).status, { timeout: 20_000, interval: 20 })
      .toBe(status)
    return execution(id)
  }
  return {
    app,
    double,
    options,
    execution,
    reaches,
    async questionOf(executionId) {
      await reaches(executionId, 'waiting_approval')
      const query = { execution_id: executionId, status: 'pending' } as const
      const { data } = await app.acme.as('manager').approvals.list(query)
      expect(data).toHaveLength(1)
      return data[0] as Approval
    },
    async close() {
      await app.close()
      double.remove()
    },
  }
}

/** A person has read what the double offers: models get its tools. It is started anew where it is not up by itself. */
export async function reviewDouble({ acme }: TestApp): Promise<void> {
  const administrator = acme.as('administrator').mcp
  const { pin } = await administrator.restart('double')
  await administrator.approve('double', pin?.listed_hash ?? '')
}
